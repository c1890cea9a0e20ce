using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Transitions;

namespace Pulumi.Engine.Answers;

/// <summary>A resource to make up.</summary>
/// <param name="Urn">Its name, which seeds everything made up.</param>
/// <param name="Type">Its type token.</param>
/// <param name="Name">Its name within the program.</param>
/// <param name="Inputs">Its inputs as sent.</param>
/// <param name="ProviderInputs">The inputs of its explicit provider, or null.</param>
/// <param name="ExistingId">The id of the object that it reads or imports; empty for a new one.</param>
internal sealed record ResourceQuestion(
    string Urn, string Type, string Name, Struct Inputs, Struct? ProviderInputs, string ExistingId)
{
    /// <summary>The object that the stack has already; null for none.</summary>
    public ResourceState? Existing { get; init; }
}

/// <summary>A made-up resource; the id is empty when it is not known yet, and unknown outputs hold the sentinel.</summary>
internal sealed record ResourceAnswer(string Id, Struct Outputs);
