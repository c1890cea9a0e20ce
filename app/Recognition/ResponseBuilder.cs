using RoomTypes.Inference;
using RoomTypes.V1;

namespace RoomTypes.Recognition;

/// <summary>Turns what the models said into the answer.</summary>
internal sealed class ResponseBuilder(RecognitionRequest request, IReadOnlyList<ModelSession> models, Assignment? assignment, TimeProvider time)
{
    /// <summary>One prediction for each room and model.</summary>
    /// <exception cref="ServiceException">No picture of any room could be read.</exception>
    public RecognizeResponse Build(IReadOnlyList<RoomJobs> rooms)
    {
        var response = new RecognizeResponse { RequestId = request.RequestId };
        foreach (var room in rooms)
        {
            for (var i = 0; i < models.Count; i++) response.Rooms.Add(Predict(room, i));
        }

        if (response.Rooms.All(room => room.ImageCount == 0)) throw NothingReadable(rooms);
        return response;
    }

    private RoomPrediction Predict(RoomJobs room, int model)
    {
        var registered = models[model].Registered;
        var prediction = new RoomPrediction
        {
            RoomId = room.Room.RoomId,
            Model = new ModelRef { Name = registered.Name, Version = registered.Version },
            Assignment = assignment,
        };
        foreach (var (index, failure) in room.Failures)
        {
            prediction.Failures.Add(new ImageFailure { Index = (uint)index, Code = failure.Code, Message = failure.Message });
        }

        foreach (var (index, maps) in room.Maps(model)) prediction.ActivationMaps.Add(maps.Select(map => Scaled(map, index, models[model].Manifest.Labels[map.Label])));
        var pictures = room.Probabilities(model);
        if (pictures.Count == 0) return prediction;
        Fill(prediction, pictures, models[model].Manifest.Labels);
        if (UnknownRooms.Score(models[model].Manifest.Unknown, room.Energies(model)) is not { } score) return prediction;
        prediction.UnknownScore = score;
        if (UnknownRooms.IsUnknown(request.AllowUnknown, score)) prediction.RoomType = RoomType.Unknown;
        return prediction;
    }

    private void Fill(RoomPrediction prediction, List<float[]> pictures, IReadOnlyList<string> labels)
    {
        var probabilities = LogAverage.Of(pictures);
        var order = Enumerable.Range(0, labels.Count).OrderByDescending(label => probabilities[label]).ToList();
        var count = request.TopK == 0 ? labels.Count : (int)Math.Min(request.TopK, (uint)labels.Count);
        foreach (var label in order.Take(count))
        {
            prediction.Scores.Add(new Score { Label = labels[label], RoomType = RoomTypeNames.Parse(labels[label]), Probability = probabilities[label] });
        }

        prediction.PredictionId = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        prediction.RoomType = prediction.Scores[0].RoomType;
        prediction.Confidence = prediction.Scores[0].Probability;
        prediction.ImageCount = (uint)pictures.Count;
    }

    /// <summary>The contributions from 0 for the least to 1 for the greatest.</summary>
    private static ActivationMap Scaled(ClassActivation map, int index, string label)
    {
        var (least, greatest) = (map.Contributions.Min(), map.Contributions.Max());
        var range = greatest > least ? greatest - least : 1;
        return new()
        {
            Index = (uint)index,
            Label = label,
            RoomType = RoomTypeNames.Parse(label),
            Width = (uint)map.Width,
            Height = (uint)map.Height,
            Values = { map.Contributions.Select(value => (value - least) / range) },
            Minimum = least,
            Maximum = greatest,
            Bias = map.Bias,
        };
    }

    private static ServiceException NothingReadable(IReadOnlyList<RoomJobs> rooms)
    {
        var (room, first) = rooms.SelectMany(room => room.Failures.Select(failure => (room, failure))).First();
        var count = rooms.Sum(room => room.Room.Pictures.Count);
        var where = count == 1 ? "" : $"None of the {count} pictures could be read; picture {first.Index} of room '{room.Room.RoomId}': ";
        return new ServiceException(ErrorKind.Undecodable, first.Failure.Code, where + first.Failure.Message) { Value = first.Failure.Value, Limit = first.Failure.Limit };
    }
}
