public import ArgumentParser
public import SimulationKit

extension Tier: ExpressibleByArgument {}
