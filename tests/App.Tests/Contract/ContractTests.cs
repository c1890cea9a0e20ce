using Google.Protobuf.Reflection;
using RoomTypes.V1;

namespace RoomTypes.Tests.Contract;

/// <summary>
/// The recorded contract is protos/roomtype.v1.binpb. Callers hold code generated from it: what it says never changes.
/// After an addition, record the new contract with: dotnet build app -t:RecordContract
/// </summary>
public class ContractTests
{
    private static readonly FileDescriptorSet Recorded = FileDescriptorSet.Parser.ParseFrom(Samples.Recorded("../contract/roomtype.v1.binpb"));

    private static readonly Dictionary<string, FileDescriptorProto> Current = new FileDescriptor[]
    {
        RoomTypeReflection.Descriptor, RecognizeReflection.Descriptor, FeedbackReflection.Descriptor,
    }.ToDictionary(file => file.Name, file => file.ToProto());

    [Fact]
    public void Fields_AgainstTheRecordedContract_KeepNumberNameTypeAndLabel()
    {
        var now = Current.Values.SelectMany(Fields).ToHashSet();
        Assert.NotEmpty(RecordedFields);
        Assert.Empty(RecordedFields.Except(now));
    }

    [Fact]
    public void EnumValues_AgainstTheRecordedContract_KeepNumberAndName()
    {
        var now = Current.Values.SelectMany(EnumValues).ToHashSet();
        Assert.Empty(OurFiles.SelectMany(EnumValues).Except(now));
    }

    [Fact]
    public void Additions_AgainstTheRecordedContract_AreRecordedToo()
    {
        Assert.Empty(Current.Values.SelectMany(Fields).Except(RecordedFields));
        Assert.Empty(Current.Values.SelectMany(EnumValues).Except(OurFiles.SelectMany(EnumValues)));
    }

    private static List<FileDescriptorProto> OurFiles => [.. Recorded.File.Where(file => file.Package == "roomtype.v1")];

    private static List<string> RecordedFields => [.. OurFiles.SelectMany(Fields)];

    private static IEnumerable<string> Fields(FileDescriptorProto file) => file.MessageType.SelectMany(message => Fields(file.Package, message));

    private static IEnumerable<string> Fields(string prefix, DescriptorProto message)
    {
        var name = $"{prefix}.{message.Name}";
        var own = message.Field.Select(field =>
            $"{name}.{field.Name} = {field.Number}: {field.Label} {field.Type} {field.TypeName} oneof {(field.HasOneofIndex ? message.OneofDecl[field.OneofIndex].Name : "-")}");
        return own.Concat(message.NestedType.SelectMany(nested => Fields(name, nested)));
    }

    private static IEnumerable<string> EnumValues(FileDescriptorProto file) =>
        file.EnumType.SelectMany(type => type.Value.Select(value => $"{file.Package}.{type.Name}.{value.Name} = {value.Number}"));
}
