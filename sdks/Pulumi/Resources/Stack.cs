using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi;

/// <summary>The root of a stack's resources. A derived class creates them in its constructor.</summary>
public class Stack : ComponentResource
{
    internal const string RootType = "pulumi:pulumi:Stack";

    /// <summary>A stack whose resources the constructor of a derived class creates.</summary>
    public Stack(StackOptions? options = null)
        : base(RootType, $"{Deployment.Instance.ProjectName}-{Deployment.Instance.StackName}", ToResourceOptions(options))
        => Deployment.Current.Stack = this;

    /// <summary>A stack whose resources <paramref name="init"/> creates; it returns the stack's outputs.</summary>
    internal Stack(Func<Task<IDictionary<string, object?>>> init, StackOptions? options)
        : this(options)
    {
        Outputs = Output.Create(RunAsync());
        RegisterOutputs(Outputs);

        async Task<IDictionary<string, object?>> RunAsync() => (await init().ConfigureAwait(false)).ToImmutableDictionary();
    }

    internal Output<IDictionary<string, object?>> Outputs { get; private set; }
        = Output.Create<IDictionary<string, object?>>(ImmutableDictionary<string, object?>.Empty);

    /// <summary>Registers the properties marked <see cref="OutputAttribute"/> as the stack's outputs.</summary>
    /// <exception cref="RunException">One of them is null or no output.</exception>
    internal void RegisterPropertyOutputs()
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var outputs = (from property in GetType().GetProperties(Declared)
                       let attribute = property.GetCustomAttribute<OutputAttribute>()
                       where attribute is not null
                       select KeyValuePair.Create(attribute.Name ?? property.Name, property.GetValue(this))).ToList();

        var unassigned = outputs.Where(output => output.Value is null).Select(output => output.Key).ToList();
        if (unassigned.Count > 0)
        {
            throw new RunException(
                $"Output(s) '{string.Join(", ", unassigned)}' have no value assigned. " +
                "[Output] attributed properties must be assigned inside Stack constructor.");
        }

        var mistyped = outputs.Where(output => output.Value is not IOutput).Select(output => output.Key).ToList();
        if (mistyped.Count > 0)
            throw RunException.OutputsHaveIncorrectType(mistyped);

        Outputs = Output.Create<IDictionary<string, object?>>(new Dictionary<string, object?>(outputs));
        RegisterOutputs(Outputs);
    }

    private static ComponentResourceOptions? ToResourceOptions(StackOptions? options)
        => options is null ? null : new() { ResourceTransformations = options.ResourceTransformations };
}
