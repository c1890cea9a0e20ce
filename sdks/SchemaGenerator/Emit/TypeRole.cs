namespace Pulumi.SchemaGenerator.Emit;

/// <summary>Where a type is used: the same nested type has another class in each role.</summary>
internal enum TypeRole
{
    /// <summary>Arguments of a resource: <c>Inputs.XArgs</c>.</summary>
    ResourceInput,

    /// <summary>The known state that a resource is read with: <c>Inputs.XGetArgs</c>.</summary>
    State,

    /// <summary>Arguments of a function, known at once: <c>Inputs.XArgs</c> of plain values.</summary>
    PlainInput,

    /// <summary>Arguments of a function that are inputs: <c>Inputs.XInputArgs</c>.</summary>
    FunctionInput,

    /// <summary>Outputs of a resource: <c>Outputs.X</c>.</summary>
    ResourceOutput,

    /// <summary>Results of a function: <c>Outputs.XResult</c>.</summary>
    FunctionOutput,
}
