public import RecordModel

extension ConflictClass {
    /// What people call it.
    public var label: Label {
        switch self {
        case .concurrentEdit: Label(chinese: "同时修改", english: "concurrent edit")
        case .divergentDecision: Label(chinese: "决定不一", english: "divergent decision")
        case .editVersusDelete: Label(chinese: "改与删", english: "edit or delete")
        case .duplicateRecord: Label(chinese: "重复记录", english: "duplicate")
        case .numberClash: Label(chinese: "号码冲突", english: "number clash")
        case .soft: Label(chinese: "提示", english: "soft")
        }
    }
}
