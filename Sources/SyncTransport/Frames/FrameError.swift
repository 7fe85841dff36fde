/// Why a stream is not a sequence of frames.
enum FrameError: Error, Hashable, Sendable {
    /// A frame is longer than allowed.
    case tooLarge(limit: Int)
    /// A length is not a varint in its shortest form.
    case malformed
    /// The stream ended within a frame.
    case cut
}

extension FrameError: CustomStringConvertible {
    /// A sentence that says what happened and what was kept.
    var description: String {
        switch self {
        case .tooLarge(let limit):
            "单帧超过上限 \(limit) 字节，此帧及其后未保存。"
                + " A frame is over the limit of \(limit) bytes; it and what follows were not stored."
        case .malformed:
            "数据流的格式不对，此处及其后未保存。"
                + " The stream is not a sequence of frames; what follows was not stored."
        case .cut:
            "数据流中途断开，未完整的部分未保存。"
                + " The stream was cut; the incomplete part was not stored."
        }
    }
}
