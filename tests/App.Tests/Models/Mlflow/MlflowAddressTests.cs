using RoomTypes.Models.Mlflow;

namespace RoomTypes.Tests.Models.Mlflow;

public class MlflowAddressTests
{
    [Theory]
    [InlineData("mlflow:http://127.0.0.1:5000/room-type", "http://127.0.0.1:5000/", "room-type", null, null)]
    [InlineData("mlflow:https://mlflow.example/room-type@champion", "https://mlflow.example/", "room-type", "champion", null)]
    [InlineData("mlflow:https://mlflow.example/prefix/of/room-type/12", "https://mlflow.example/prefix/of", "room-type", null, "12")]
    public void Parse_AnAddress_NamesServerModelAndVersion(string text, string server, string name, string? alias, string? version)
    {
        Assert.True(MlflowAddress.TryParse(text, out var address));
        Assert.Equal((server, name, alias, version), (address!.Server.AbsoluteUri, address.Name, address.Alias, address.Version));
        Assert.Equal(text, address.ToString());
    }

    [Theory]
    [InlineData("mlflow:")]
    [InlineData("mlflow:room-type")]
    [InlineData("mlflow:http://127.0.0.1:5000")]
    [InlineData("mlflow:http://127.0.0.1:5000/12")]
    [InlineData("mlflow:ftp://127.0.0.1/room-type")]
    [InlineData("mlflow:http://user:secret@127.0.0.1/room-type")]
    [InlineData("mlflow:http://127.0.0.1/room-type?x=1")]
    [InlineData("mlflow:http://127.0.0.1/Room%20Type")]
    [InlineData("mlflow:http://127.0.0.1/Room_Type")]
    [InlineData("mlflow:http://127.0.0.1/room-type@a@b")]
    [InlineData("mlflow:http://127.0.0.1/room-type@champion/3")]
    [InlineData("http://127.0.0.1/room-type")]
    [InlineData(null)]
    public void Parse_WhatIsNone_SaysNo(string? text) => Assert.False(MlflowAddress.TryParse(text, out _));
}
