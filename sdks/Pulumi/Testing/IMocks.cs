using System.Collections.Immutable;

namespace Pulumi.Testing;

/// <summary>Stands in for the engine and the providers in tests of a program.</summary>
public interface IMocks
{
    /// <summary>Creates or reads a resource.</summary>
    /// <returns>Its id, null for components, and its outputs: a dictionary or an object with inputs.</returns>
    Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args);

    /// <summary>Answers a provider function.</summary>
    /// <returns>Its result: a dictionary or an object with inputs.</returns>
    Task<object> CallAsync(MockCallArgs args);

    /// <summary>Takes the outputs that a component or the stack registers.</summary>
    Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args) => Task.CompletedTask;
}

/// <summary>A resource to create or to read.</summary>
public class MockResourceArgs
{
    public string? Type { get; set; }

    public string? Name { get; set; }

    /// <summary>The known inputs, secrets as their plain values.</summary>
    public ImmutableDictionary<string, object> Inputs { get; set; } = null!;

    public string? Provider { get; set; }

    /// <summary>The id of a resource to read or to import.</summary>
    public string? Id { get; set; }
}

/// <summary>A function to answer.</summary>
public class MockCallArgs
{
    public string? Token { get; set; }

    /// <summary>The known arguments, secrets as their plain values.</summary>
    public ImmutableDictionary<string, object> Args { get; set; } = null!;

    public string? Provider { get; set; }
}

/// <summary>The outputs that a component or the stack registers.</summary>
public class MockRegisterResourceOutputsRequest(string urn, ImmutableDictionary<string, Output<object?>> outputs)
{
    public readonly string Urn = urn;

    public readonly ImmutableDictionary<string, Output<object?>> Outputs = outputs;
}

/// <summary>Mocks whose resources have their inputs as outputs and no ids.</summary>
public class EmptyMocks : IMocks
{
    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        => Task.FromResult<(string?, object)>((null, args.Inputs));

    public Task<object> CallAsync(MockCallArgs args) => Task.FromResult<object>(args);
}
