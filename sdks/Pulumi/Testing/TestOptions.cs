namespace Pulumi.Testing;

/// <summary>The names and mode of a program under test.</summary>
public class TestOptions
{
    /// <summary>Default: <c>project</c>.</summary>
    public string? ProjectName { get; set; }

    /// <summary>Default: <c>stack</c>.</summary>
    public string? StackName { get; set; }

    /// <summary>Whether the test is a preview. Default: true.</summary>
    public bool? IsPreview { get; set; }

    /// <summary>Default: <c>organization</c>.</summary>
    public string? OrganizationName { get; set; }

    /// <summary>The folder of the project.</summary>
    public string? RootDirectory { get; set; }
}
