namespace Pulumi;

/// <summary>The engine's name of a resource: <c>urn:pulumi:{stack}::{project}::{parent types$type}::{name}</c>.</summary>
public readonly struct Urn(string value) : IEquatable<Urn>
{
    private const string Separator = "::";

    private readonly string _value = value;

    /// <summary>The URN of a resource of this name and type under a parent, or at the top of a project's stack.</summary>
    /// <exception cref="ArgumentException">Both <paramref name="parent"/> and <paramref name="parentUrn"/> are given.</exception>
    public static Output<string> Create(
        Input<string> name,
        Input<string> type,
        Resource? parent = null,
        Input<string>? parentUrn = null,
        Input<string>? project = null,
        Input<string>? stack = null)
    {
        if (parent is not null && parentUrn is not null)
            throw new ArgumentException("Only one of 'parent' and 'parentUrn' can be non-null.");

        var knownParent = parent?.Urn ?? parentUrn?.ToOutput();
        var prefix = knownParent is not null
            ? knownParent.Apply(urn => urn[..urn.LastIndexOf(Separator, StringComparison.Ordinal)] + "$")
            : Output.Format(
                $"urn:pulumi:{stack ?? Deployment.Instance.StackName}::{project ?? Deployment.Instance.ProjectName}::");
        return Output.Format($"{prefix}{type}::{name}");
    }

    /// <summary>The type of the resource, without its parents' types.</summary>
    internal static string TypeOf(string urn) => urn.Split(Separator)[2].Split('$')[^1];

    internal static string NameOf(string urn) => urn.Split(Separator, 4)[3];

    public static implicit operator string(Urn value) => value._value;

    public static bool operator ==(Urn left, Urn right) => left.Equals(right);

    public static bool operator !=(Urn left, Urn right) => !left.Equals(right);

    public bool Equals(Urn other) => _value == other._value;

    public override bool Equals(object? obj) => obj is Urn other && Equals(other);

    public override int GetHashCode() => _value?.GetHashCode(StringComparison.Ordinal) ?? 0;

    public override string ToString() => _value;
}
