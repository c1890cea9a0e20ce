using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Pulumi;

/// <summary>Creates and combines outputs.</summary>
public static partial class Output
{
    /// <summary>A known output of <paramref name="value"/>.</summary>
    public static Output<T> Create<T>(T value) => new(OutputData<T>.Known(value));

    /// <inheritdoc cref="Create{T}(T)"/>
    public static Output<T> Create<T>(Task<T> value) => Output<T>.Create(value);

    /// <summary>A known output of <paramref name="value"/> that the engine encrypts wherever it is stored.</summary>
    public static Output<T> CreateSecret<T>(T value) => new(OutputData<T>.Known(value, isSecret: true));

    /// <inheritdoc cref="CreateSecret{T}(T)"/>
    public static Output<T> CreateSecret<T>(Task<T> value) => Output<T>.Create(value, isSecret: true);

    /// <summary>A copy of <paramref name="value"/> that is a secret.</summary>
    public static Output<T> CreateSecret<T>(Output<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.WithData(data => data with { IsSecret = true });
    }

    /// <summary>A copy of <paramref name="output"/> that is no secret.</summary>
    public static Output<T> Unsecret<T>(Output<T> output) => output.WithData(data => data with { IsSecret = false });

    /// <summary>Whether <paramref name="output"/> is a secret.</summary>
    public static async Task<bool> IsSecretAsync<T>(Output<T> output)
        => (await output.DataTask.ConfigureAwait(false)).IsSecret;

    /// <summary>
    /// The values of all <paramref name="inputs"/>, in order: unknown or secret if one of them is, and dependent on the resources of all.
    /// </summary>
    public static Output<ImmutableArray<T>> All<T>(params Input<T>[] inputs) => All(inputs.AsEnumerable());

    /// <inheritdoc cref="All{T}(Input{T}[])"/>
    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Input<T>> inputs) => AllOf(inputs.Select(input => (Output<T>)input));

    /// <inheritdoc cref="All{T}(Input{T}[])"/>
    public static Output<ImmutableArray<T>> All<T>(params Output<T>[] outputs) => AllOf(outputs);

    /// <inheritdoc cref="All{T}(Input{T}[])"/>
    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Output<T>> outputs) => AllOf(outputs);

    /// <summary>
    /// Formats a string whose holes may be inputs and outputs: unknown or secret if one of them is.
    /// </summary>
    public static Output<string> Format(FormattableString formattableString)
    {
        var holes = formattableString.GetArguments().Select(hole => hole.ToObjectOutput());
        return AllOf(holes).Apply(values => string.Format(CultureInfo.InvariantCulture, formattableString.Format, values.ToArray()));
    }

    /// <summary>The JSON text of a value, which may hold inputs and outputs itself.</summary>
    public static Output<string> JsonSerialize<T>(Output<T> value, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        return OutputJson.Serialize(value, options);
    }

    /// <summary>The value of a JSON text; outputs in <typeparamref name="T"/> share the text's secretness and dependencies.</summary>
    public static Output<T> JsonDeserialize<T>(Output<string> json, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return OutputJson.Deserialize<T>(json, options);
    }

    internal static Output<T> Unknown<T>(T value) => new(OutputData<T>.Unknown(value));

    /// <summary>The output behind any value: its own if it is an input or output, else a known one.</summary>
    internal static Output<object?> ToObjectOutput(this object? value)
    {
        var output = value is IInput input ? input.ToOutput() : value as IOutput;
        return output is null ? Create(value) : new Output<object?>(output.GetDataAsync());
    }

    private static Output<ImmutableArray<T>> AllOf<T>(IEnumerable<Output<T>> outputs)
    {
        return new(CombineAsync(outputs.ToArray()));

        static async Task<OutputData<ImmutableArray<T>>> CombineAsync(Output<T>[] outputs)
        {
            var values = ImmutableArray.CreateBuilder<T>(outputs.Length);
            var combined = OutputData<object?>.Known(null);
            foreach (var output in outputs)
            {
                var data = await output.DataTask.ConfigureAwait(false);
                values.Add(data.Value);
                combined = combined.Combine<T, object?>(data, null);
            }

            return combined.WithValue(values.MoveToImmutable());
        }
    }
}
