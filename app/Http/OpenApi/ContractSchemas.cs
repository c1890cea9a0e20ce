using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Microsoft.OpenApi;

namespace RoomTypes.Http.OpenApi;

/// <summary>JSON schemas of the contract's messages, with the comments of the .proto files.</summary>
internal sealed class ContractSchemas
{
    private const string Resource = "contract.binpb";
    private readonly Dictionary<string, string> _comments = [];

    /// <summary>Reads the comments that the build embedded.</summary>
    public ContractSchemas()
    {
        using var stream = typeof(ContractSchemas).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing from the program.");
        foreach (var file in FileDescriptorSet.Parser.ParseFrom(stream).File) ReadComments(file);
    }

    /// <summary>Adds a message and all that it names to the document's schemas, and refers to it.</summary>
    public IOpenApiSchema Refer(MessageDescriptor message, OpenApiDocument document) => Refer(message, document, isAnswer: false);

    /// <summary>The same for a message that is answered: it has all but messages that are not set.</summary>
    public IOpenApiSchema ReferAnswer(MessageDescriptor message, OpenApiDocument document) => Refer(message, document, isAnswer: true);

    private OpenApiSchemaReference Refer(MessageDescriptor message, OpenApiDocument document, bool isAnswer)
    {
        var schemas = (document.Components ??= new OpenApiComponents()).Schemas ??= new Dictionary<string, IOpenApiSchema>();
        if (!schemas.ContainsKey(message.Name))
        {
            var schema = new OpenApiSchema { Type = JsonSchemaType.Object, Description = Comment(message.FullName) };
            schemas.Add(message.Name, schema);
            var fields = message.Fields.InDeclarationOrder();
            schema.Properties = fields.ToDictionary(field => field.JsonName, field => Property(field, document, isAnswer));
            if (isAnswer) schema.Required = fields.Where(field => field.IsRepeated || (field.FieldType != FieldType.Message && !field.HasPresence)).Select(field => field.JsonName).ToHashSet();
        }

        return new OpenApiSchemaReference(message.Name, document);
    }

    private IOpenApiSchema Property(FieldDescriptor field, OpenApiDocument document, bool isAnswer)
    {
        IOpenApiSchema schema;
        if (field.IsMap) schema = new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Single(field.MessageType.FindFieldByNumber(2), document, isAnswer) };
        else if (field.IsRepeated) schema = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Single(field, document, isAnswer) };
        else schema = Single(field, document, isAnswer);
        return Described(schema, Comment(field.FullName));
    }

    private IOpenApiSchema Single(FieldDescriptor field, OpenApiDocument document, bool isAnswer) => field.FieldType switch
    {
        FieldType.Message when field.MessageType.FullName == Timestamp.Descriptor.FullName => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
        FieldType.Message => Refer(field.MessageType, document, isAnswer),
        FieldType.Enum => new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Enum = [.. field.EnumType.Values.Select(value => JsonValue.Create(value.Name))],
        },
        FieldType.Bytes => new OpenApiSchema { Type = JsonSchemaType.String, Extensions = Encoding("base64") },
        FieldType.UInt32 => new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0", Maximum = $"{uint.MaxValue}" },
        FieldType.Bool => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        FieldType.Float or FieldType.Double => new OpenApiSchema { Type = JsonSchemaType.Number },
        _ => new OpenApiSchema { Type = JsonSchemaType.String },
    };

    /// <summary>contentEncoding of JSON Schema 2020-12.</summary>
    private static Dictionary<string, IOpenApiExtension> Encoding(string name) =>
        new() { ["contentEncoding"] = new JsonNodeExtension(JsonValue.Create(name)) };

    private static IOpenApiSchema Described(IOpenApiSchema schema, string? comment)
    {
        schema.Description = comment;
        return schema;
    }

    private string? Comment(string fullName) => _comments.GetValueOrDefault(fullName);

    /// <summary>A location's path names a message as 4, index and a field of it as 4, index, 2, index (descriptor.proto).</summary>
    private void ReadComments(FileDescriptorProto file)
    {
        foreach (var location in file.SourceCodeInfo.Location)
        {
            if (location.LeadingComments.Length == 0 || location.Path is not [4, var index, ..]) continue;
            var message = file.MessageType[index];
            var name = $"{file.Package}.{message.Name}";
            if (location.Path is [_, _, 2, var field]) name += $".{message.Field[field].Name}";
            else if (location.Path.Count != 2) continue;
            _comments[name] = string.Join(' ', location.LeadingComments.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        }
    }
}
