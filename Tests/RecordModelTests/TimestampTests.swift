import RecordModel
import Testing

@Suite("Times as the tables have them")
struct TimestampTests {
    @Test(
        "what was written is read back",
        arguments: [0, 1_780_000_000_123, -62_135_596_800_000, 4_102_444_799_999])
    func back(milliseconds: Int64) {
        #expect(Timestamp.milliseconds(Timestamp.text(milliseconds)) == milliseconds)
    }

    @Test(
        "anything else is refused",
        arguments: [
            "", "2026-03-01", "2026-03-01T09:30:00K125+08:00", "2026/03/01T09:30:00.125+08:00",
            "2026-13-01T09:30:00.125+08:00", "2026-02-30T09:30:00.125+08:00",
            "2026-03-01T24:30:00.125+08:00", "2026-03-01T+9:30:00.125+08:00",
            "2026-03-01T09:30:00.125+09:00",
        ])
    func others(text: String) {
        #expect(Timestamp.milliseconds(text) == nil)
    }
}
