namespace RoomTypes.Tests;

/// <summary>Tests beside which no other runs: they set or measure what the process has one of (environment variables, its heap).</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
