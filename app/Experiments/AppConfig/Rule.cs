namespace RoomTypes.Experiments.AppConfig;

/// <summary>
/// A rule of an AppConfig feature flag's variant ("Defining rules for multi-variant feature flags", AWS AppConfig user guide): an
/// S-expression of and, or, not, eq, ne, gt, gte, lt, lte, in, contains, begins_with, ends_with, matches, exists and split. A comparison with
/// a key that the context lacks is false; a pattern may match anywhere; $entityId is the entity.
/// </summary>
public sealed class Rule : ICondition
{
    private readonly Expression _expression;

    private Rule(Expression expression) => _expression = expression;

    /// <summary>Reads a rule.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="seed">The seed of splits that name none; AppConfig takes one of the flag's own.</param>
    /// <exception cref="FormatException">Says what is wrong where.</exception>
    public static Rule Parse(string text, string seed) => new(new RuleParser(text, seed).ParseRule());

    /// <inheritdoc/>
    public bool IsMet(string entityId, in Attributes attributes) => _expression.IsTrue(entityId, attributes);
}
