namespace RoomTypes.Tests.Decoding;

/// <summary>Files of tests/Fixtures.</summary>
internal static class Fixture
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Fixtures", name);

    /// <summary>A photo of tests/Fixtures/samples.</summary>
    public static byte[] Sample(string name) => File.ReadAllBytes(Path(System.IO.Path.Combine("samples", name)));

    /// <summary>A generated picture of tests/Fixtures/images.</summary>
    public static byte[] Image(string name) => File.ReadAllBytes(Path(System.IO.Path.Combine("images", name)));
}
