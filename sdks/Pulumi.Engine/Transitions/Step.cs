using System.Diagnostics.CodeAnalysis;

namespace Pulumi.Engine.Transitions;

/// <summary>What the engine does with a resource; the names are those of <c>pulumi preview --json</c>.</summary>
public enum StepKind
{
    /// <summary>Nothing differs.</summary>
    Same,

    /// <summary>Makes an object.</summary>
    Create,

    /// <summary>Changes an object in place.</summary>
    Update,

    /// <summary>Makes the object that takes a replaced one's place.</summary>
    CreateReplacement,

    /// <summary>Deletes the object that is replaced: at once where it has to go first, else at the end.</summary>
    DeleteReplaced,

    /// <summary>Deletes what the program no longer has.</summary>
    Delete,

    /// <summary>Drops what the program no longer has from the state and leaves the object.</summary>
    Retain,

    /// <summary>Takes an object into the state that is there.</summary>
    Import,

    /// <summary>Looks an object up.</summary>
    Read,
}

/// <summary>One step of an update.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Old">The resource before; null for what is new.</param>
/// <param name="New">The resource as the program wants it; null for what goes.</param>
/// <param name="Changed">Paths of the inputs that differ.</param>
/// <param name="Forced">Those of them that make a new object necessary.</param>
[SuppressMessage("Naming", "CA1716", Justification = "The engine's own word; it is a keyword of Visual Basic only.")]
public sealed record Step(StepKind Kind, ResourceState? Old, ResourceState? New, IReadOnlyList<string> Changed, IReadOnlyList<string> Forced)
{
    /// <summary>The resource's URN, after the step where it has one then.</summary>
    public string Urn => (New ?? Old)!.Urn;

    /// <summary>The resource's type.</summary>
    public string Type => (New ?? Old)!.Type;

    /// <summary>Whether the old object of a replacement goes before the new one comes.</summary>
    public bool DeletedFirst { get; init; }

    /// <summary>Whether the engine refuses it, as what it deletes is protected.</summary>
    public bool Protected { get; init; }

    /// <summary>Whether it is a deletion in the cloud.</summary>
    public bool Deletes => Kind is StepKind.Delete or StepKind.DeleteReplaced;
}
