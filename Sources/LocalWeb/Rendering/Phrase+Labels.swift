import RecordModel

extension Phrase {
    /// The phrase in both languages.
    var label: Label {
        let (chinese, english) = pair
        return Label(chinese: chinese, english: english)
    }

    private var pair: (String, String) {
        switch self {
        case .skip: ("跳到正文", "Skip to the content")
        case .menu: ("菜单", "Menu")
        case .actor: ("经办人", "Clerk")
        case .colon: ("：", ": ")
        case .undo: ("撤销", "Undo")
        case .footer: ("数据保存在本机：", "Saved on this device:")
        case .sizeLarge: ("大字", "Large text")
        case .sizeNormal: ("标准字号", "Normal text")
        case .syncNow: ("立即同步", "Sync now")
        case .syncCancel: ("停止", "Stop")

        case .today: ("今日", "Today")
        case .person: ("姓名", "Name")
        case .level: ("等级", "Level")
        case .due: ("到期", "Due")
        case .action: ("办理", "Action")
        case .drafts: ("没有保存的草稿", "Unsaved drafts")
        case .dueVisits: ("该探访的人", "People to visit")
        case .noDueVisits: ("七天内没有要探访的人。", "Nobody is due within seven days.")
        case .addVisit: ("登记探访", "Add visit")
        case .nothingWaits: ("没有等您办理的。", "Nothing waits for you.")
        case .dueDisclosures: ("该公开的村务", "Disclosures due")
        case .noDueDisclosures: ("七天内没有到期的。", "None is due within seven days.")
        case .openConflicts: ("未处理的冲突", "Open conflicts")
        case .noConflicts: ("没有冲突。", "No conflicts.")
        case .lastVisit: ("上次探访", "Last visit")

        case .add: ("登记", "New ")
        case .search: ("查找", "Search")
        case .filter: ("筛选", "Filter")
        case .all: ("全部", "All")
        case .pages: ("翻页", "Pages")
        case .newer: ("较新", "Newer")
        case .older: ("较早", "Older")
        case .showAll: ("显示全部", "Show all")
        case .noneFits: ("没有符合的记录。", "No record fits.")

        case .content: ("内容", "Content")
        case .history: ("修改历史", "History")
        case .edit: ("修改", "Edit")
        case .delete: ("删除这条记录", "Delete this record")
        case .reason: ("说明", "Reason")
        case .settle: ("定下来", "Settle")
        case .reveal: ("显示完整号码", "Show numbers in full")
        case .revealAudited: ("会记入审计。", "This is written down.")
        case .conflictHere: ("这里有冲突，请选定", "In conflict here: please decide")
        case .nextSteps: ("下一步", "Next steps")
        case .deleteExplained:
            (
                "删除会同步到各处，修改历史保留。别人同时修改过的，不会被删掉，会作为冲突留下。",
                "A deletion goes everywhere; the history stays. What others edited meanwhile is not"
                    + " deleted but becomes a conflict."
            )
        case .deleteReally: ("确认删除", "Delete it")
        default: decisions
        }
    }

    private var decisions: (String, String) {
        switch self {
        case .conflicts: ("冲突", "Conflicts")
        case .was: ("原来是", "It was")
        case .conflictsExplained:
            (
                "两个人在不知道对方的时候改了同一项内容，两个值都保留着。请逐项选定，选了的一起保存；没选的留着。",
                "Two people changed one thing without knowing of each other; both values are kept."
                    + " Choose where you can; what you leave stays open."
            )
        case .settledConflicts: ("已处理", "Settled")
        case .settleChosen: ("保存选定的", "Save what is chosen")
        case .shownNow: ("现在显示", "shown now")
        case .bothStay: ("两条都保留", "both stay")
        case .bothStayExplained: ("不是重复，各是各的。", "They are not duplicates.")
        case .ownValue: ("另写一个", "another value")
        case .ownValueLabel: ("定为", "Value")
        case .nothingChosen: ("还没有选定，什么也没有改。", "Nothing was chosen; nothing was changed.")
        case .settledByOthers:
            ("已经有人处理过了，什么也没有改。", "Somebody has settled it already; nothing was changed.")
        case .undone: ("撤销", "undone")
        case .undoneNote:
            ("已撤销，修改历史里都还在。", "Undone; everything is in the history.")
        default: forms
        }
    }

    private var forms: (String, String) {
        switch self {
        case .save: ("保存", "Save")
        case .back: ("返回", "Back")
        case .required: ("必填", "required")
        case .choose: ("请选择", "choose")
        case .find: ("查找", "Find")
        case .discard: ("丢弃草稿", "Throw the draft away")
        case .yes: ("是", "yes")
        case .no: ("否", "no")
        case .notSaved: ("还没有保存，请改正：", "Not saved yet; please correct:")
        case .notFilled: ("不填", "not filled in")
        case .formHint:
            (
                "没有网络也能保存。填写时自动保留草稿。",
                "It can be saved without a network. A draft is kept while you write."
            )
        case .madeBefore:
            (
                "这个表单先前已经保存过。下面的内容还没有保存：再按“保存”就改写那条记录；要另登记一条，请重新点“登记”。",
                "This form was saved before. What stands below is not saved: Save changes that record; to"
                    + " enter another one, begin a new form."
            )
        case .moreFields: ("更多内容", "More")
        case .moreLines: ("加几行", "More lines")
        case .settleFirst: ("去处理", "Decide")
        case .saveDistinct: ("不是同一条，仍然保存", "It is another one: save")
        case .saveDistinctExplained: ("以后不再提示。", "You will not be asked again.")
        case .referenceHint:
            ("写姓名、号码或编号的一部分，再按“查找”。", "Write a part of the name or number, then Find.")
        case .logHint:
            ("写新增的内容，一行一条；已有的不会变。", "Write what is new, a line each; what is there stays.")
        case .setHint: ("几项之间用；隔开。", "Several are separated by ;.")
        case .moneyHint: ("单位：元，如 12.34。", "In yuan, such as 12.34.")
        case .residentNumberHint: ("18 位。", "18 characters.")
        case .savedNote:
            ("已保存在本机，有网络时自动上传。", "Saved on this device; it is sent when there is a network.")
        case .deletedNote: ("已删除，修改历史保留。", "Deleted; the history stays.")
        default: files
        }
    }

    private var files: (String, String) {
        switch self {
        case .import: ("导入", "Import ")
        case .export: ("导出", "Export ")
        case .file: ("文件", "File")
        case .row: ("行", "Row")
        case .column: ("列", "Column")
        case .columns: ("可用的列", "Columns")
        case .purpose: ("用途", "Purpose")
        case .importNow: ("保存这些行", "Store these rows")
        case .checkFile: ("检查文件", "Check the file")
        case .fileHint:
            (
                "CSV 或 NDJSON，最大 16 MB。先检查，不会保存。",
                "CSV or NDJSON, 16 MB at most. It is checked first and not stored."
            )
        case .whatIsWrong: ("问题", "What is wrong")
        case .noFile: ("请先选择一个文件。", "Please choose a file first.")
        case .fileForgotten: ("文件已不在，请重新选择。", "The file is gone; please choose it again.")
        case .exportNow: ("导出", "Export")
        case .exportExplained:
            ("导出为 CSV，Excel 可以直接打开。", "A CSV file that Excel opens as it is.")
        case .exportMasked: ("遮盖姓名、号码、住址", "mask names, numbers and addresses")
        case .exportRevealed: ("全部显示", "show everything")
        case .personalValues: ("个人信息", "Personal values")
        case .purposeHint:
            ("全部显示时必填，会记入审计。", "Needed to show everything; it is written down.")
        case .purposeMissing: ("请写明用途，还没有导出。", "Please write the purpose; nothing was exported.")

        case .settings: ("设置", "Settings")
        case .device: ("设备", "Device")
        case .roles: ("角色", "Roles")
        case .never: ("还没有", "never")
        case .actorName: ("您的姓名", "Your name")
        case .actorHint: ("保存的每一条记录都会写上它。", "Each record that you save says it.")
        case .actorSaved: ("姓名已更改。", "The name is changed.")
        case .badActor: ("请写姓名，最多 40 个字。", "Please write a name of at most 40 characters.")
        case .thisDevice: ("本设备", "This device")
        case .savedHere: ("已保存在本机", "Saved here")
        case .atHub: ("已到中心", "At the hub")
        case .lastContact: ("上次联系中心", "Last contact")
        default: refusals
        }
    }

    private var refusals: (String, String) {
        switch self {
        case .notDone: ("没有完成", "Not done")
        case .notFound: ("没有这一页，或记录不在本机。", "There is no such page, or the record is not here.")
        case .notAtHub:
            ("中心不登记记录，请在村（社区）的设备上登记。", "The hub enters no records; do it on a site's device.")
        case .settleStateFirst:
            (
                "状态有冲突，请先选定，再办下一步；什么也没有改。",
                "Its state is in conflict: decide first. Nothing was changed."
            )
        case .deletedRecord:
            (
                "这条记录已被删除，修改历史仍保留着。",
                "The record was deleted; its history is kept."
            )
        case .noSession:
            (
                "请在这台电脑上运行 zssync open，用它给的链接打开网页。数据都在本机。",
                "Run zssync open on this computer and open the link that it prints. All data is here."
            )
        case .linkUsed:
            (
                "链接已用过或已过期。请运行 zssync open 取一个新的。",
                "The link was used or is too old. Run zssync open for a new one."
            )
        case .staleForm:
            (
                "表单不是这个网页画的，没有保存。请返回，刷新后再试。",
                "The form is not of this page; nothing was saved. Go back, reload and try again."
            )
        case .badForm: ("表单无法识别，没有保存。", "The form cannot be read; nothing was saved.")
        case .tooLarge:
            (
                "内容太大，没有保存。大文件请用 zssync import。",
                "It is too large; nothing was saved. Use zssync import for large files."
            )
        case .wrongHost:
            ("只能用 127.0.0.1 打开这个网页。", "This page is opened under 127.0.0.1 only.")
        case .wrongOrigin:
            ("请求来自别的网页，已拒绝。", "The request came from another page and was refused.")
        case .wrongMethod: ("不支持这种请求。", "This kind of request is not supported.")
        default: ("出错了，没有保存；数据都在本机。", "Something failed; nothing was saved. All data is here.")
        }
    }
}
