using System.Diagnostics;
using RoomTypes.Http.Parsing;
using RoomTypes.Recognition;
using RoomTypes.V1;

namespace RoomTypes.Http;

/// <summary>The way of a request in another protocol's shape: as one of POST /v1/recognize, but that every picture has to be readable.</summary>
internal static class ProtocolRequest
{
    /// <summary>Reads the body into a request, and makes what turns the response into the protocol's answer.</summary>
    public delegate Task<Func<RecognizeResponse, T>> Read<T>(RecognitionRequest request, Memory<byte> body, CancellationToken cancellationToken);

    /// <summary>Answers it.</summary>
    /// <exception cref="ServiceException">What POST /v1/recognize refuses, or a picture that could not be read.</exception>
    public static async Task<T> AnswerAsync<T>(HttpContext context, Recognizer recognizer, RequestRules rules, MemoryBudget budget, RequestOptions options, Read<T> read)
    {
        var deadline = context.BeginDeadline(options);
        recognizer.VerifyRoom(deadline);
        RequestBody.VerifyHead(context.Request, options.MaxRequestBytes);
        var memory = budget.Open(Callers.Of(context, options));
        using var request = new RecognitionRequest { Memory = memory, MostPictures = options.MaxImages, RequestId = context.TraceIdentifier, Cache = CacheHeaders.Use(context.Request) };
        var body = await RequestBody.ReadAsync(context.Request, options.MaxRequestBytes, memory, deadline.Token);
        request.Own(body);
        var received = Stopwatch.GetTimestamp();
        var answer = await read(request, body.Memory, deadline.Token);
        request.EntityId = Callers.Entity(context, options, request.EntityId);
        rules.Verify(request);
        var response = await recognizer.RecognizeAsync(request, received, deadline);
        if (response.Rooms.FirstOrDefault(room => room.Failures.Count > 0) is { } failed) throw Unreadable(failed);
        CacheHeaders.Tell(context.Response, response.Timings);
        return answer(response);
    }

    private static ServiceException Unreadable(RoomPrediction room) =>
        new(ErrorKind.Undecodable, room.Failures[0].Code, $"Picture {room.RoomId}: {room.Failures[0].Message}");
}
