// SyncAgent
