/// What is to happen, ordered by virtual time, and by order of arrival at the same time.
struct EventQueue<Item> {
    private struct Entry {
        let at: Int64
        let order: Int
        let item: Item

        func comes(before other: Entry) -> Bool { (at, order) < (other.at, other.order) }
    }

    // A binary heap: the smallest first.
    private var heap: [Entry] = []
    private var count = 0

    mutating func add(_ item: Item, at: Int64) {
        heap.append(Entry(at: at, order: count, item: item))
        count += 1
        var child = heap.count - 1
        while child > 0, heap[child].comes(before: heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func next() -> (at: Int64, item: Item)? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        if heap.isEmpty { return (first.at, first.item) }
        heap[0] = last
        var parent = 0
        while true {
            let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < heap.count }
            guard let least = children.min(by: { heap[$0].comes(before: heap[$1]) }),
                heap[least].comes(before: heap[parent])
            else { break }
            heap.swapAt(least, parent)
            parent = least
        }
        return (first.at, first.item)
    }

    mutating func removeAll() { heap = [] }
}
