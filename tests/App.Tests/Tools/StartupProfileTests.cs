using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using RoomTypes.StartupProfile;

namespace RoomTypes.Tests.Tools;

public class StartupProfileTests
{
    [Theory]
    [InlineData("System.RuntimeType:get_Cache() [Tier0, IL size=42, code size=95]", "System.RuntimeType", "get_Cache", 0, 0, 0)]
    [InlineData("A.B`1+<C>d__4`2[System.__Canon,int,A.D[int,char[]]]:<M>g__N|3_0[byte](A.E[int,int],byref):int [FullOpts, IL size=4, code size=9]", "A.B`1+<C>d__4`2", "<M>g__N|3_0", 3, 1, 2)]
    public void Parse_AMethod_ReadsItsParts(string name, string type, string method, int typeArguments, int arguments, int parameters)
    {
        var parsed = JittedMethod.Parse($"  12: JIT compiled {name}")!;
        Assert.Equal((type, method), (parsed.Type.Name, parsed.Name));
        Assert.Equal((typeArguments, arguments, parameters), (parsed.Type.Arguments.Count, parsed.Arguments.Count, parsed.Parameters));
    }

    [Theory]
    [InlineData("   4: JIT compiled (dynamicClass):IL_STUB_PInvoke(nint) [FullOpts, IL size=39, code size=147]")]
    [InlineData("   5: JIT compiled A.B:IL_STUB_InstantiatingStub(int) [FullOpts, IL size=39, code size=147]")]
    [InlineData("something else")]
    public void Parse_WhatIsMadeAtRunTime_IsNone(string line) => Assert.Null(JittedMethod.Parse(line));

    [Fact]
    public void Save_Methods_AreNamedByTheirAssembly()
    {
        using var index = new TypeIndex([typeof(object).Assembly.Location]);
        var writer = new ProfileWriter(index);
        string[] lines =
        [
            "1: JIT compiled System.Collections.Generic.Dictionary`2[System.__Canon,int]:TryGetValue(System.__Canon,byref) [Tier0]",
            "2: JIT compiled System.Array:Resize[double](byref,int) [Tier0]",
            "3: JIT compiled No.Such:Method() [Tier0]",
        ];
        Assert.Equal([true, true, false], lines.Select(line => writer.Add(JittedMethod.Parse(line)!)));
        using var file = TemporaryFile();
        writer.Save(file.Name);

        using var image = new PEReader(File.OpenRead(file.Name));
        var reader = image.GetMetadataReader();
        Assert.Equal(["AssemblyDictionary", "System.Private.CoreLib"], reader.MethodDefinitions.Select(handle => reader.GetString(reader.GetMethodDefinition(handle).Name)));
        Assert.Equal(["TryGetValue", "Resize"], reader.MemberReferences.Select(handle => reader.GetString(reader.GetMemberReference(handle).Name)));
        Assert.Contains("__Canon", reader.TypeReferences.Select(handle => reader.GetString(reader.GetTypeReference(handle).Name)));
    }

    private static FileStream TemporaryFile() =>
        new(Path.GetTempFileName(), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.DeleteOnClose);
}
