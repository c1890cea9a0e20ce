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
        private static readonly Dictionary<Type, Type> Converters = new()
        {
            [typeof(Output<>)] = typeof(OutputConverter<>),
            [typeof(Input<>)] = typeof(InputConverter<>),
            [typeof(InputList<>)] = typeof(ListConverter<>),
            [typeof(InputMap<>)] = typeof(MapConverter<>),
        };

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
            => typeToConvert.IsGenericType && Converters.ContainsKey(typeToConvert.GetGenericTypeDefinition());

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
        {
            var converter = Converters[typeToConvert.GetGenericTypeDefinition()].MakeGenericType(typeToConvert.GetGenericArguments());
            return (JsonConverter)Activator.CreateInstance(converter, this)!;
        }

        private abstract class Converter<TWrapper, T>(NestedOutputs outputs) : JsonConverter<TWrapper>
        {
            public override TWrapper Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            {
                var value = JsonSerializer.Deserialize<T>(ref reader, options)!;
                return Wrap(new(new OutputData<T>(outputs.Resources, value, IsKnown: true, outputs.IsSecret)));
            }

            public override void Write(Utf8JsonWriter writer, TWrapper value, JsonSerializerOptions options)
            {
                // Converters are synchronous, so this waits.
                var data = Unwrap(value).DataTask.GetAwaiter().GetResult();
                outputs.Resources = outputs.Resources.Union(data.Resources);
                outputs.IsKnown &= data.IsKnown;
                outputs.IsSecret |= data.IsSecret;
                if (data.IsKnown)
                    JsonSerializer.Serialize(writer, data.Value, options);
                else
                    writer.WriteNullValue();
            }

            protected abstract TWrapper Wrap(Output<T> output);

            protected abstract Output<T> Unwrap(TWrapper wrapper);
        }

        private sealed class OutputConverter<T>(NestedOutputs outputs) : Converter<Output<T>, T>(outputs)
        {
            protected override Output<T> Wrap(Output<T> output) => output;

            protected override Output<T> Unwrap(Output<T> wrapper) => wrapper;
        }

        private sealed class InputConverter<T>(NestedOutputs outputs) : Converter<Input<T>, T>(outputs)
        {
            protected override Input<T> Wrap(Output<T> output) => output;

            protected override Output<T> Unwrap(Input<T> wrapper) => wrapper;
        }

        private sealed class ListConverter<T>(NestedOutputs outputs) : Converter<InputList<T>, ImmutableArray<T>>(outputs)
        {
            protected override InputList<T> Wrap(Output<ImmutableArray<T>> output) => output;

            protected override Output<ImmutableArray<T>> Unwrap(InputList<T> wrapper) => wrapper;
        }

        private sealed class MapConverter<T>(NestedOutputs outputs) : Converter<InputMap<T>, ImmutableDictionary<string, T>>(outputs)
        {
            protected override InputMap<T> Wrap(Output<ImmutableDictionary<string, T>> output) => output;

            protected override Output<ImmutableDictionary<string, T>> Unwrap(InputMap<T> wrapper) => wrapper;
        }
    }
}
