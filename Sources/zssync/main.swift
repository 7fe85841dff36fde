print("zssync")
