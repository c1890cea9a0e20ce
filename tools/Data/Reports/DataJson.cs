using System.Text.Json.Serialization;
using RoomTypes.Data.Checks;

namespace RoomTypes.Data.Reports;

/// <summary>What <c>validate --json</c> prints.</summary>
/// <param name="Digest">The data set's.</param>
/// <param name="Pictures">How many it has.</param>
/// <param name="Errors">Findings that are errors.</param>
/// <param name="Findings">All of them.</param>
public sealed record ValidationReport(string Digest, int Pictures, int Errors, IReadOnlyList<Finding> Findings);

/// <summary>Writes reports without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Statistics))]
[JsonSerializable(typeof(ValidationReport))]
internal sealed partial class DataJson : JsonSerializerContext;
