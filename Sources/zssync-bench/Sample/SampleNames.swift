import RecordModel

/// Names, streets and numbers of people who do not exist.
enum SampleNames {
    static let surnames =
        "陈李黄张梁林吴何刘罗郑谢杨王周冯欧邓曾苏萧卢甘阮简高孙蔡余叶潘袁麦钟区马卓关彭古缪容严"
        .map(String.init)

    private static let maleLetters =
        "伟强明辉志国建华德荣文杰俊锋永成海波家兴福祥金良庆松柏耀光润根炳坤树基有财"
        .map(String.init)
    private static let femaleLetters =
        "丽芳英秀珍玉兰凤娟燕梅琼霞慧敏婷静雪红莲翠银好彩美笑群妹桂香月娥少容惠瑞"
        .map(String.init)
    private static let lanes =
        "中兴街 正街 新村一巷 大街 上街二巷 祠堂街 沙园街 东堤路 西堤路 文明路 幸福二街 南安街 涌边街 园林路 石街 基边路"
        .split(separator: " ").map(String.init)

    static func given(isMale: Bool, _ random: inout SplitMix) -> String {
        let letters = isMale ? maleLetters : femaleLetters
        return random.one(of: letters) + (random.happens(80) ? random.one(of: letters) : "")
    }

    static func phone(_ random: inout SplitMix) -> String {
        random.one(of: ["135", "136", "137", "138", "139", "150", "158", "159", "186", "189"])
            + String(10_000_000 + random.below(90_000_000))
    }

    static func address(of site: RegisteredSite, _ random: inout SplitMix) -> String {
        "中山市" + site.townName + site.name + random.one(of: lanes)
            + String(random.within(1...260)) + "号"
            + (random.happens(30)
                ? String(random.within(1...9)) + "0" + String(random.within(1...6)) + "房" : "")
    }
}
