namespace Stacks.Configuration;

/// <summary>What the program says about one configuration key; Pulumi.yaml says the same.</summary>
/// <param name="Key">The name, without the project's namespace.</param>
/// <param name="Type">Its type as Pulumi.yaml spells it: string, integer, boolean, or array of strings.</param>
/// <param name="Default">The value when nothing is set, as text; null when a stack has to set it.</param>
/// <param name="Meaning">What it decides, with its unit.</param>
/// <param name="Allowed">The values that it may take.</param>
public sealed record Setting(string Key, string Type, string? Default, string Meaning, string Allowed)
{
    /// <summary>Meaning and range as one sentence.</summary>
    public string Description => $"{Meaning}; {Allowed}.";
}
