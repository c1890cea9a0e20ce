using Sdks.Programs.Raw;

return await RawPrograms.All[args[0]]();
