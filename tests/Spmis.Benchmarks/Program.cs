using Spmis.Benchmarks;

// dotnet run -c Release --project tests/Spmis.Benchmarks -- AREA [arguments]
var areas = typeof(IArea).Assembly.GetTypes()
    .Where(t => t is { IsClass: true, IsAbstract: false } && typeof(IArea).IsAssignableFrom(t))
    .Select(t => (IArea)Activator.CreateInstance(t)!) // Every area has a constructor without parameters.
    .OrderBy(a => a.Name, StringComparer.Ordinal)
    .ToList();
if (args.Length > 0 && areas.Find(a => a.Name == args[0]) is { } area)
{
    return area.Run(args[1..]);
}

Console.Error.WriteLine("Name an area:");
areas.ForEach(a => Console.Error.WriteLine($"  {a.Name,-14} {a.Words}"));
return 2;
