using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pulumi;

/// <summary>JSON texts of values that hold inputs and outputs.</summary>
internal static class OutputJson
{
    public static Output<string> Serialize<T>(Output<T> value, JsonSerializerOptions? options)
    {
        return new(SerializeAsync());

        async Task<OutputData<string>> SerializeAsync()
        {
            var data = await value.DataTask.ConfigureAwait(false);
            if (!data.IsKnown)
                return data.WithValue("");

            var nested = new NestedOutputs();
            var json = JsonSerializer.Serialize(data.Value, nested.AddTo(options));
            return new(
                data.Resources.Union(nested.Resources),
                nested.IsKnown ? json : "",
                nested.IsKnown,
                data.IsSecret || nested.IsSecret);
        }
    }

    public static Output<T> Deserialize<T>(Output<string> json, JsonSerializerOptions? options)
    {
        return new(DeserializeAsync());

        async Task<OutputData<T>> DeserializeAsync()
        {
            var data = await json.DataTask.ConfigureAwait(false);
            if (!data.IsKnown)
                return data.WithValue<T>(default!);

            var nested = new NestedOutputs { Resources = data.Resources, IsSecret = data.IsSecret };
            return data.WithValue(JsonSerializer.Deserialize<T>(data.Value, nested.AddTo(options))!);
        }
    }

    /// <summary>Writes inputs and outputs as their values and remembers what was seen; reads them with what is set.</summary>
    private sealed class NestedOutputs : JsonConverterFactory
    {
        public ImmutableHashSet<Resource> Resources { get; set; } = [];

        public bool IsKnown { get; private set; } = true;

        public bool IsSecret { get; set; }

        public JsonSerializerOptions AddTo(JsonSerializerOptions? options)
        {
            var copy = options is null ? new JsonSerializerOptions() : new JsonSerializerOptions(options);
            copy.Converters.Add(this);
            return copy;
        }

        public override bool CanConvert(Type typeToConvert)
            => typeToConvert.IsGenericType
                && typeToConvert.GetGenericTypeDefinition() is var definition
                && (definition == typeof(Output<>) || definition == typeof(Input<>));

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
        {
            var converter = typeToConvert.GetGenericTypeDefinition() == typeof(Output<>) ? typeof(OutputConverter<>) : typeof(InputConverter<>);
            return (JsonConverter)Activator.CreateInstance(converter.MakeGenericType(typeToConvert.GetGenericArguments()), this)!;
        }

        private Output<T> Read<T>(ref Utf8JsonReader reader, JsonSerializerOptions options)
            => new(new OutputData<T>(Resources, JsonSerializer.Deserialize<T>(ref reader, options)!, IsKnown: true, IsSecret));

        private void Write<T>(Utf8JsonWriter writer, Output<T> output, JsonSerializerOptions options)
        {
            // Converters are synchronous, so this waits.
            var data = output.DataTask.GetAwaiter().GetResult();
            Resources = Resources.Union(data.Resources);
            IsKnown &= data.IsKnown;
            IsSecret |= data.IsSecret;
            if (data.IsKnown)
                JsonSerializer.Serialize(writer, data.Value, options);
            else
                writer.WriteNullValue();
        }

        private sealed class OutputConverter<T>(NestedOutputs outputs) : JsonConverter<Output<T>>
        {
            public override Output<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
                => outputs.Read<T>(ref reader, options);

            public override void Write(Utf8JsonWriter writer, Output<T> value, JsonSerializerOptions options)
                => outputs.Write(writer, value, options);
        }

        private sealed class InputConverter<T>(NestedOutputs outputs) : JsonConverter<Input<T>>
        {
            public override Input<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
                => outputs.Read<T>(ref reader, options);

            public override void Write(Utf8JsonWriter writer, Input<T> value, JsonSerializerOptions options)
                => outputs.Write(writer, value.ToOutput(), options);
        }
    }
}
