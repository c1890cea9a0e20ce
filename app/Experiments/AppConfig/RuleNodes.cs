using System.Text.RegularExpressions;

namespace RoomTypes.Experiments.AppConfig;

/// <summary>A constant, a context key or a nested expression.</summary>
internal abstract record Operand
{
    public abstract RuleValue Resolve(string entityId, in Attributes attributes);
}

internal sealed record Constant(RuleValue Value) : Operand
{
    public override RuleValue Resolve(string entityId, in Attributes attributes) => Value;
}

internal sealed record ContextKey(string Key) : Operand
{
    /// <summary>The key under which rules find the entity, unless the context has it itself.</summary>
    public const string EntityId = "entityId";

    public override RuleValue Resolve(string entityId, in Attributes attributes)
    {
        var value = attributes.Get(Key);
        return !value.Exists && Key == EntityId && entityId.Length > 0 ? RuleValue.OfContext(new AttributeValue(entityId)) : RuleValue.OfContext(value);
    }
}

/// <summary>An operator with its operands; true or false.</summary>
internal abstract record Expression : Operand
{
    public abstract bool IsTrue(string entityId, in Attributes attributes);

    public override RuleValue Resolve(string entityId, in Attributes attributes) => RuleValue.Of(IsTrue(entityId, attributes));
}

internal sealed record All(Expression[] Operands) : Expression
{
    public override bool IsTrue(string entityId, in Attributes attributes)
    {
        foreach (var operand in Operands)
        {
            if (!operand.IsTrue(entityId, attributes)) return false;
        }

        return true;
    }
}

internal sealed record Any(Expression[] Operands) : Expression
{
    public override bool IsTrue(string entityId, in Attributes attributes)
    {
        foreach (var operand in Operands)
        {
            if (operand.IsTrue(entityId, attributes)) return true;
        }

        return false;
    }
}

internal sealed record Not(Expression Operand) : Expression
{
    public override bool IsTrue(string entityId, in Attributes attributes) => !Operand.IsTrue(entityId, attributes);
}

internal sealed record Comparison(Operand Left, Operand Right, Func<int, bool> Accepts) : Expression
{
    public override bool IsTrue(string entityId, in Attributes attributes) =>
        RuleValue.Compare(Left.Resolve(entityId, attributes), Right.Resolve(entityId, attributes)) is { } order && Accepts(order);
}

internal sealed record In(Operand Value, Operand[] List) : Expression
{
    public override bool IsTrue(string entityId, in Attributes attributes)
    {
        var value = Value.Resolve(entityId, attributes);
        foreach (var element in List)
        {
            if (RuleValue.Compare(value, element.Resolve(entityId, attributes)) == 0) return true;
        }

        return false;
    }
}

internal sealed record TextTest(Operand Value, Operand Part, Func<string, string, bool> Accepts) : Expression
{
    public override bool IsTrue(string entityId, in Attributes attributes) =>
        Value.Resolve(entityId, attributes).Text is { } text && Part.Resolve(entityId, attributes).Text is { } part && Accepts(text, part);
}

internal sealed record Matches(Operand Value, Regex Pattern) : Expression
{
    public override bool IsTrue(string entityId, in Attributes attributes) =>
        Value.Resolve(entityId, attributes).Text is { } text && Pattern.IsMatch(text);
}

internal sealed record Exists(string Key) : Expression
{
    public override bool IsTrue(string entityId, in Attributes attributes) => new ContextKey(Key).Resolve(entityId, attributes).Type != RuleType.Missing;
}

/// <summary>True of a share of the values, by <see cref="EntityHash"/> with the seed as salt: splits of one seed nest, of two are independent.</summary>
internal sealed record Split(Operand By, int Slots, string Seed) : Expression
{
    public override bool IsTrue(string entityId, in Attributes attributes) =>
        By.Resolve(entityId, attributes).Text is { } value && EntityHash.Slot(Seed, value, HashPurpose.Split) < Slots;
}
