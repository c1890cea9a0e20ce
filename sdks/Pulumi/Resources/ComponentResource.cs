using System.Reflection;

namespace Pulumi;

/// <summary>A resource that groups others; no provider creates it.</summary>
public class ComponentResource : Resource
{
    /// <summary>Registers a component of <paramref name="type"/>.</summary>
    public ComponentResource(string type, string name, ComponentResourceOptions? options = null)
        : this(type, name, args: null, options, remote: false, registerPackageRequest: null)
    {
    }

    /// <summary>Registers a component; a <paramref name="remote"/> one is constructed by its provider.</summary>
    public ComponentResource(
        string type, string name, ResourceArgs? args, ComponentResourceOptions? options = null, bool remote = false)
        : this(type, name, args, options, remote, registerPackageRequest: null)
    {
    }

    /// <inheritdoc cref="ComponentResource(string, string, ResourceArgs?, ComponentResourceOptions?, bool)"/>
    public ComponentResource(
        string type,
        string name,
        ResourceArgs? args,
        ComponentResourceOptions? options,
        bool remote,
        RegisterPackageRequest? registerPackageRequest = null)
        : base(type, name, custom: false, remote, args ?? ResourceArgs.Empty, options ?? new(), registerPackageRequest)
    {
    }

    /// <summary>Tells the engine that the component is complete, with the properties marked <see cref="OutputAttribute"/>.</summary>
    protected void RegisterOutputs()
    {
        var outputs = from property in GetType().GetProperties()
                      where property.Name != nameof(Urn)
                      let attribute = property.GetCustomAttribute<OutputAttribute>(inherit: false)
                      where attribute is not null
                      select KeyValuePair.Create(
                          string.IsNullOrWhiteSpace(attribute.Name) ? property.Name : attribute.Name, property.GetValue(this));
        RegisterOutputs(new Dictionary<string, object?>(outputs));
    }

    /// <summary>Tells the engine that the component is complete, with <paramref name="outputs"/>.</summary>
    protected void RegisterOutputs(IDictionary<string, object?> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        RegisterOutputs(Output.Create(outputs));
    }

    /// <inheritdoc cref="RegisterOutputs(IDictionary{string, object?})"/>
    protected void RegisterOutputs(Task<IDictionary<string, object?>> outputs) => RegisterOutputs(Output.Create(outputs));

    /// <inheritdoc cref="RegisterOutputs(IDictionary{string, object?})"/>
    protected void RegisterOutputs(Output<IDictionary<string, object?>> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        Deployment.Current.RegisterResourceOutputs(this, outputs);
    }
}
