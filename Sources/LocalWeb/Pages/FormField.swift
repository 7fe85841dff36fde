import RecordModel
import SyncAgent

/// One field of a kind as a control of a form: what it shows, and what comes back.
struct FormField {
    let field: Field
    let kind: Kind
    let reading: Reading

    init(_ field: Field, kind: Kind, reading: Reading) {
        self.field = field
        self.kind = kind
        self.reading = reading
    }

    private var view: View { reading.view }
    private static let radiosMax = 5
    private static let lineBytesMax = 600
    /// Empty lines at the end of a table that can be filled in.
    private static let spareLines = 3

    /// Whether the control has several lines.
    var isArea: Bool {
        if case .text(let bytesMax) = field.type {
            bytesMax > Self.lineBytesMax || field.merge == .log
        } else {
            false
        }
    }

    // MARK: What a form carries

    /// Appends what the form is to carry of `value`.
    func fill(_ form: inout Form, with value: Value?) {
        guard let value, !value.isNull, field.merge != .log else { return }
        switch (field.type, value) {
        case (.rows(let columns), .list(let rows)):
            for (line, row) in rows.enumerated() {
                guard case .object(let cells) = row else { continue }
                for column in columns {
                    guard let cell = cells[column.name] else { continue }
                    form.append(
                        "\(field.name).\(line).\(column.name)", ValueText().text(cell, of: column))
                }
            }
        case (.choice, .list(let choices)):
            for choice in choices { form.append(field.name, choice.text ?? "") }
        case (.reference, .text(let id)): form.append(field.name + ".id", id)
        case (.moment, .text(let text)):
            // What the browser's control takes: Zhongshan's time, seconds only where there are any.
            form.append(
                field.name, String(text.prefix(text.dropFirst(17).hasPrefix("00") ? 16 : 19)))
        default: form.append(field.name, ValueText().text(value, of: field))
        }
    }

    /// The value that `form` carries of `field`, as far as no replica is needed to read it.
    static func value(
        of field: Field, named name: String, in form: Form
    ) throws(FieldError) -> Value {
        let input = FieldInput(today: Day(millisecondsSince1970: WallClock.now))
        switch field.type {
        case .rows(let columns):
            return try input.value(json: try rows(columns, of: field, in: form), for: field)
        case .choice where field.merge == .set:
            let chosen = form.all(name).filter { !$0.isEmpty }
            return try input.value(json: .list(chosen.map(Value.text)), for: field)
        case .reference:
            return try input.value(text: form[name + ".id"] ?? form[name] ?? "", for: field)
        default: return try input.value(text: form[name] ?? "", for: field)
        }
    }

    private static func rows(
        _ columns: [Field], of field: Field, in form: Form
    ) throws(FieldError) -> Value {
        let input = FieldInput(today: Day(millisecondsSince1970: WallClock.now))
        var rows: [Value] = []
        for line in 0..<lineCount(of: field, in: form) {
            var cells: [String: Value] = [:]
            for column in columns {
                let text = form["\(field.name).\(line).\(column.name)"] ?? ""
                do throws(FieldError) {
                    let value = try input.value(text: text, for: column)
                    if !value.isNull { cells[column.name] = value }
                } catch {
                    throw FieldError(
                        field: field.name,
                        message: Label(
                            chinese:
                                "第 \(line + 1) 行“\(column.label.chinese)”：\(error.message.chinese)",
                            english:
                                "Line \(line + 1), \(column.label.english): \(error.message.english)"
                        ))
                }
            }
            if !cells.isEmpty { rows.append(.object(cells)) }
        }
        return .list(rows)
    }

    private static func lineCount(of field: Field, in form: Form) -> Int {
        let lines = form.fields.compactMap { entry -> Int? in
            let parts = entry.name.split(separator: ".")
            guard parts.count == 3, parts[0] == field.name, let line = Int(parts[1]),
                (0..<FieldInput.elementsMax).contains(line)
            else { return nil }
            return line
        }
        return (lines.max() ?? -1) + 1
    }

    // MARK: What a page draws

    /// The control as `form` fills it.
    func model(_ form: Form, error: String?, existing: Value?, matches: [Model]) -> Model {
        var model = model(text: form[field.name] ?? "", name: field.name, error: error)
        select(form.all(field.name), in: &model)
        if field.merge == .log {
            model["existing"] = .list((existing?.list ?? []).compactMap(\.text).map { .text($0) })
        }
        if case .rows(let columns) = field.type { table(columns, form, &model) }
        if case .reference = field.type {
            var matches = matches
            if matches.isEmpty, let id = form[field.name + ".id"], !id.isEmpty {
                matches = [
                    ["value": .text(id), "label": .text(reading.name(of: id)), "selected": true]
                ]
            }
            model["matches"] = .models(matches)
            model["found_by"] = matches.isEmpty ? "" : .text((form[field.name] ?? "").trimmed)
        }
        return model
    }

    /// The control with `text` in it, under the name `name`.
    func model(text: String, name: String, error: String?) -> Model {
        let hint = hint
        let described = [hint.map { _ in "h-\(name)" }, error.map { _ in "e-\(name)" }]
            .compactMap { $0 }.joined(separator: " ")
        var model: Model = [
            "name": .text(name), "label": .text(view.say(field.label)), "hint": .maybe(hint),
            "error": .maybe(error), "required": .flag(field.isRequired), "value": .text(text),
            "described": .maybe(described), "existing": false, "matches": false,
            "is_group": false, "is_input": false, "is_area": false, "is_select": false,
            "is_reference": false, "is_rows": false, "inputmode": false, "maxlength": false,
            "step": false, "type": "text",
        ]
        control(&model)
        return model
    }

    private func control(_ model: inout Model) {
        switch field.type {
        case .choice(let choices) where field.merge == .set:
            group(choices, "checkbox", &model)
        case .choice(let choices) where choices.count <= Self.radiosMax:
            group(choices, "radio", &model)
        case .choice(let choices):
            model["is_select"] = true
            model["options"] = .models(choices.map(option))
        case .boolean:
            group(
                [
                    Choice(value: "true", label: Phrase.yes.label),
                    Choice(value: "false", label: Phrase.no.label),
                ], "radio", &model)
        case .reference where field.merge != .set: model["is_reference"] = true
        case .rows: model["is_rows"] = true
        case .text(let bytesMax) where isArea:
            model["is_area"] = true
            model["height"] = .number(bytesMax > 10_000 ? 10 : 3)
        default:
            model["is_input"] = true
            input(&model)
        }
    }

    private func input(_ model: inout Model) {
        switch field.type {
        case .date where field.merge != .set: model["type"] = "date"
        case .moment where field.merge != .set:
            model["type"] = "datetime-local"
            model["step"] = "any"
        case .integer: model["inputmode"] = "numeric"
        case .money: model["inputmode"] = "decimal"
        case .phone: model["inputmode"] = "tel"
        // Of a set it is each element's bound.
        case .text(let bytesMax) where field.merge != .set:
            model["maxlength"] = .number(bytesMax)
        default: break
        }
    }

    private func group(_ choices: [Choice], _ type: String, _ model: inout Model) {
        var options = choices
        if type == "radio", !field.isRequired {
            options.append(Choice(value: "", label: Phrase.notFilled.label))
        }
        model["is_group"] = true
        model["type"] = .text(type)
        model["options"] = .models(options.map(option))
    }

    private func option(_ choice: Choice) -> Model {
        ["value": .text(choice.value), "label": .text(view.say(choice.label)), "selected": false]
    }

    /// Marks what is chosen; a choice that this edition of the kind does not know is shown as it is.
    private func select(_ values: [String], in model: inout Model) {
        guard case .list(let options) = model["options"] else { return }
        var unknown = values.filter { !$0.isEmpty }
        var marked = options.map { slot -> Slot in
            guard case .model(var option) = slot, case .text(let value) = option["value"] else {
                return slot
            }
            unknown.removeAll { $0 == value }
            option["selected"] = .flag(values.contains(value))
            return .model(option)
        }
        marked += unknown.map { value in
            .model(["value": .text(value), "label": .text(value), "selected": true])
        }
        model["options"] = .list(marked)
    }

    private func table(_ columns: [Field], _ form: Form, _ model: inout Model) {
        let more = form["_lines"] == field.name ? Self.spareLines : 0
        let count = Self.lineCount(of: field, in: form)
        let lines = min(count + max(more, count == 0 ? Self.spareLines : 1), FieldInput.elementsMax)
        model["columns"] = .models(columns.map { ["label": .text(view.say($0.label))] })
        model["lines"] = .models(
            (0..<lines).map { line in
                [
                    "cells": .models(
                        columns.map { column in
                            let name = "\(field.name).\(line).\(column.name)"
                            var cell = FormField(column, kind: kind, reading: reading)
                                .model(text: form[name] ?? "", name: name, error: nil)
                            cell["line"] = .number(line + 1)
                            return cell
                        })
                ]
            })
    }

    private var hint: String? {
        switch (field.type, field.merge) {
        case (.choice, _), (.boolean, _), (.rows, _), (.date, _), (.moment, _): nil
        case (.reference, _): view.say(.referenceHint)
        case (_, .log): view.say(.logHint)
        case (_, .set): view.say(.setHint)
        case (.money, _): view.say(.moneyHint)
        case (.residentNumber, _): view.say(.residentNumberHint)
        default: nil
        }
    }
}
