import Yams

extension KindReader {
    /// The states, their order and their guards; nil where the file has none.
    mutating func lifecycle(_ page: Section) -> Lifecycle? {
        guard let node = page["lifecycle"],
            let section = section(
                node, line: page.line(of: "lifecycle"),
                keys: ["initial", "states", "guards", "precedence"]),
            let initialNode = required(section, "initial"), let initial = text(initialNode),
            let statesNode = required(section, "states"),
            let precedenceNode = required(section, "precedence")
        else { return nil }
        let states = states(statesNode, line: section.line(of: "states"))
        let names = states.map(\.name)
        if !names.contains(initial) { noteUnknownState(initial, line: line(of: initialNode)) }
        let precedence = texts(precedenceNode)
        for (state, line) in precedence where !names.contains(state) {
            noteUnknownState(state, line: line)
        }
        for name in names where !precedence.contains(where: { $0.text == name }) {
            note(
                section.line(of: "precedence"), "precedence 缺少状态“\(name)”。",
                "The precedence misses the state \"\(name)\".")
        }
        checkReachable(states, from: initial, in: statesNode)
        let guards = section["guards"].map { sequence($0) } ?? []
        return Lifecycle(
            initial: initial, states: states,
            guards: guards.compactMap { entrance($0, states: names) },
            precedence: precedence.map(\.text))
    }

    private mutating func states(_ node: Node, line: Int) -> [Lifecycle.State] {
        guard let section = section(node, line: line, keys: nil) else { return [] }
        let names = section.entries.map(\.key)
        return section.entries.compactMap { name, line, node in
            checkName(name, line: line, reserved: [])
            guard let state = self.section(node, line: line, keys: ["label", "step", "next"]) else {
                return nil
            }
            let next = state["next"].map { texts($0) } ?? []
            for (other, line) in next where !names.contains(other) {
                noteUnknownState(other, line: line)
            }
            return Lifecycle.State(
                name: name, label: label(state, "label", line: line),
                step: state["step"] == nil ? nil : label(state, "step", line: line),
                next: next.map(\.text))
        }
    }

    private mutating func checkReachable(
        _ states: [Lifecycle.State], from initial: String, in node: Node
    ) {
        var reached = [initial]
        var open = [initial]
        while let name = open.popLast() {
            for next in states.first(where: { $0.name == name })?.next ?? []
            where !reached.contains(next) {
                reached.append(next)
                open.append(next)
            }
        }
        for state in states where !reached.contains(state.name) {
            let key = node.mapping?.keys.first { $0.scalar?.string == state.name }
            note(
                key ?? node, "从 \(initial) 到不了状态“\(state.name)”。",
                "No way leads from \(initial) to the state \"\(state.name)\".")
        }
    }

    private mutating func entrance(_ node: Node, states: [String]) -> Lifecycle.Guard? {
        guard
            let section = section(
                node, line: line(of: node),
                keys: ["state", "roles", "requires", "differs_from", "signs", "message"]),
            let stateNode = required(section, "state"), let state = text(stateNode)
        else { return nil }
        if !states.contains(state) { noteUnknownState(state, line: line(of: stateNode)) }
        let roles = section["roles"].map { texts($0) } ?? []
        for (role, line) in roles where Role(rawValue: role) == nil {
            let known = Role.allCases.map(\.rawValue)
            note(
                line, "不认识角色“\(role)”，可用：\(known.joined(separator: "、"))。",
                "Unknown role \"\(role)\"; known: \(known.joined(separator: ", ")).")
        }
        return Lifecycle.Guard(
            state: state, roles: roles.map(\.text),
            requires: (section["requires"].map { texts($0) } ?? []).map(\.text),
            differsFrom: (section["differs_from"].map { texts($0) } ?? []).map(\.text),
            signs: (section["signs"].map { texts($0) } ?? []).map(\.text),
            message: label(section, "message", line: section.line))
    }

    /// Notes guards that name no field; apart from the rest, as fields are read after states.
    mutating func checkGuards(_ page: Section, fields: [Field]) {
        let guards = page["lifecycle"]?.mapping?["guards"]?.sequence.map(Array.init) ?? []
        for node in guards {
            for key in ["requires", "differs_from", "signs"] {
                for name in node.mapping?[key]?.sequence.map(Array.init) ?? [] {
                    guard let text = name.scalar?.string,
                        !fields.contains(where: { $0.name == text })
                    else { continue }
                    noteUnknownField(text, line: line(of: name))
                }
            }
        }
    }
}
