import Yams

extension KindReader {
    /// The fields in the file's order, then those that every kind is given.
    mutating func fields(
        _ page: Section, of kind: String, lifecycle: Lifecycle?, isControl: Bool
    ) -> [Field] {
        guard let node = required(page, "fields"),
            let section = section(node, line: page.line(of: "fields"), keys: nil)
        else { return [] }
        if section.entries.count > Self.fieldsMax {
            note(
                section.line, "字段不能超过 \(Self.fieldsMax) 个。",
                "A kind has at most \(Self.fieldsMax) fields.")
            return []
        }
        var fields: [Field] = []
        for (name, line, node) in section.entries {
            checkName(name, line: line, reserved: Self.reservedFields)
            if let field = field(name, line: line, node: node, lifecycle: lifecycle) {
                fields.append(field)
            } else {
                brokenFields.insert(name)
            }
        }
        if lifecycle != nil, section[Lifecycle.field] == nil {
            note(
                section.line, "有 lifecycle 的种类要有 status 字段。",
                "A kind with a life cycle needs the field status.")
        }
        return isControl ? fields : fields + Self.givenFields(of: kind)
    }

    /// What settles two records that look like one; see Protocol/2-records, "Comparing records".
    private static func givenFields(of kind: String) -> [Field] {
        [
            Field(
                name: Kind.mergedInto, label: Label(chinese: "并入", english: "Merged into"),
                type: .reference(kind: kind)),
            Field(
                name: Kind.distinctFrom,
                label: Label(chinese: "确认不重复", english: "Distinct from"),
                type: .reference(kind: kind), merge: .set),
        ]
    }

    private mutating func field(
        _ name: String, line: Int, node: Node, lifecycle: Lifecycle?
    ) -> Field? {
        guard
            let section = section(
                node, line: line,
                keys: [
                    "label", "type", "merge", "required", "personal", "number", "bytes", "min",
                    "max", "choices", "kind", "columns",
                ])
        else { return nil }
        let label = label(section, "label", line: line)
        let merge = merge(section)
        var type: FieldType?
        if merge == .lifecycle || name == Lifecycle.field {
            type = lifecycleType(name, section, merge: merge, lifecycle: lifecycle)
        } else {
            type = self.type(section, line: line)
        }
        guard let type else { return nil }
        checkMerge(merge, of: type, section)
        let field = Field(
            name: name, label: label, type: type, merge: merge,
            isRequired: flag(section, "required"), isPersonal: flag(section, "personal"),
            isNumber: flag(section, "number"))
        if field.isNumber {
            guard case .text = type, merge == .choose else {
                note(
                    section.line(of: "number"), "编号应为 text 类型、choose 合并。",
                    "A running number is a text with the merge choose.")
                return nil
            }
        }
        return field
    }

    private mutating func merge(_ section: Section) -> Merge {
        guard let node = section["merge"], let text = text(node) else { return .choose }
        if let merge = Merge(rawValue: text) { return merge }
        let known = Merge.allCases.map(\.rawValue)
        note(
            node, "不认识合并方式“\(text)”，可用：\(known.joined(separator: "、"))。",
            "Unknown merge \"\(text)\"; known: \(known.joined(separator: ", ")).")
        return .choose
    }

    /// The type of `status`: a choice among the states, so that the file says them once.
    private mutating func lifecycleType(
        _ name: String, _ section: Section, merge: Merge, lifecycle: Lifecycle?
    ) -> FieldType? {
        guard name == Lifecycle.field, merge == .lifecycle, let lifecycle else {
            note(
                section.line(of: "merge"),
                "status 字段、merge: lifecycle 和 lifecycle 一节必须一起使用。",
                "The field status, merge: lifecycle and the section lifecycle go together.")
            return nil
        }
        for key in ["type", "choices"] where section[key] != nil {
            note(
                section.line(of: key), "status 的取值来自 lifecycle，不写“\(key)”。",
                "The values of status come from the life cycle; leave out \"\(key)\".")
        }
        return .choice(lifecycle.states.map { Choice(value: $0.name, label: $0.label) })
    }

    private mutating func checkMerge(_ merge: Merge, of type: FieldType, _ section: Section) {
        let fits =
            switch (merge, type) {
            case (.choose, _), (.latest, _): true
            case (_, .rows): false
            case (.lifecycle, .choice): true
            case (.max, .integer), (.max, .money), (.max, .date), (.max, .moment): true
            case (.min, .integer), (.min, .money), (.min, .date), (.min, .moment): true
            case (.sum, .integer), (.sum, .money): true
            case (.set, _), (.log, _): true
            default: false
            }
        guard !fits else { return }
        note(
            section.line(of: "merge"), "merge: \(merge.rawValue) 不适用于这个类型的字段。",
            "merge: \(merge.rawValue) does not suit a field of this type.")
    }
}
