#if PLANTED_BUGS
    public import CausalCore

    extension PlantedBug {
        /// The tier that can find it.
        public var tier: Tier {
            switch self {
            case .syncsSeldom, .keepsWhatFailed: .disk
            default: .memory
            }
        }
    }
#endif
