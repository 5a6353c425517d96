using System.CommandLine;
using System.Globalization;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Linkage;

namespace Spmis.Host.Commands.Records;

/// <summary><c>linkage link A B</c>: which records of two registers are one person. Within a register nothing is compared.</summary>
internal static class LinkCommand
{
    public static Command Make()
    {
        var first = new Argument<FileInfo>("a") { Description = "The first register." }.AcceptExistingOnly();
        var second = new Argument<FileInfo>("b") { Description = "The second register." }.AcceptExistingOnly();
        var columns = LinkageCommands.Columns();
        var columnsOfB = new Option<string?>("--columns-b") { Description = "Columns of the second register, where they differ." };
        var id = new Option<string?>("--id") { Description = "Column of the record's id in both; without it records are numbered from 1." };
        var idOfB = new Option<string?>("--id-b") { Description = "Column of the id in the second register, where it differs." };
        var threshold = new Option<double>("--threshold") { Description = "Least probability, above 0 and below 1.", DefaultValueFactory = _ => 0.9 };
        var oneToOne = new Option<bool>("--one-to-one") { Description = "Each record is linked once at most: the likeliest pair of two free records first." };
        var model = new Option<FileInfo>("--model") { Description = "Score by this model instead of training one on both registers." }.AcceptExistingOnly();
        var output = new Option<FileInfo?>("--out") { Description = "Write a,b,probability,weight as CSV to this file instead of standard output." };
        var command = new ActCommand(CommandPermissions.Tools, "link", "Link two registers: which records of A and B are one person. Trains on both without labels.") { first, second, columns, columnsOfB, id, idOfB, threshold, oneToOne, model, output };
        command.SetAction((parse, ct) => LinkageCommands.RunAsync(parse, async () =>
        {
            var least = parse.GetValue(threshold);
            if (least is not (> 0 and < 1))
            {
                throw new Refused("link.threshold", $"--threshold is {least.ToString(CultureInfo.InvariantCulture)}; give a probability above 0 and below 1.", "threshold");
            }

            var map = ColumnMap.Parse(parse.GetRequiredValue(columns));
            var mapOfB = parse.GetValue(columnsOfB) is { } other ? ColumnMap.Parse(other) : map;
            var a = await RecordFile.ReadAsync(parse.GetRequiredValue(first), map, parse.GetValue(id), null, ct);
            var b = await RecordFile.ReadAsync(parse.GetRequiredValue(second), mapOfB, parse.GetValue(idOfB) ?? parse.GetValue(id), null, ct);
            await LinkageCommands.WarnAsync(a);
            await LinkageCommands.WarnAsync(b);
            var pairs = Link(a, b, await LinkageCommands.ModelAsync(parse.GetValue(model), ct), least, parse.GetValue(oneToOne), ct);
            return await WriteAsync(a, b, pairs, parse.GetValue(output), CommandOptions.JsonOf(parse), ct);
        }));
        return command;
    }

    private static List<ScoredPair> Link(RecordTable a, RecordTable b, LinkageModel? model, double least, bool oneToOne, CancellationToken ct)
    {
        var register = new LinkageRegister(a.Persons.Count + b.Persons.Count);
        register.Add(a.Persons);
        register.Add([.. b.Persons.Select((person, place) => person with { Id = RecordTable.IdOf(a.Persons.Count + place) })]);
        model ??= Trainer.Train(register, "trained-on-both");
        var pairs = BatchLinker.Pairs(register, model, least, new BatchOptions { FirstRegister = a.Persons.Count }, ct);
        return oneToOne ? [.. OneToOne.Of(pairs)] : [.. pairs];
    }

    private static async Task<CommandOutcome> WriteAsync(RecordTable a, RecordTable b, List<ScoredPair> pairs, FileInfo? output, bool json, CancellationToken ct)
    {
        var lines = pairs.Select(p => (Places: new[] { RecordTable.PlaceOf(p.A), RecordTable.PlaceOf(p.B) }.Order().ToArray(), p.Probability, p.Weight))
            .OrderBy(l => l.Places[0]).ThenBy(l => l.Places[1])
            .Select(l => new { a = a.Ids[l.Places[0]], b = b.Ids[l.Places[1] - a.Ids.Count], probability = Math.Round(l.Probability, 6), weight = l.Weight }).ToList();
        if (output is not null || !json)
        {
            output?.Directory?.Create();
            await using var stream = output is null ? Console.OpenStandardOutput() : output.Create();
            await using var csv = await CsvOutput.StartAsync(stream, ["a", "b", "probability", "weight"], ct);
            foreach (var line in lines)
            {
                await csv.RowAsync(ct, line.a, line.b, (decimal)line.probability, line.weight);
            }
        }

        return new CommandOutcome(
            true,
            new { recordsA = a.Ids.Count, recordsB = b.Ids.Count, links = lines.Count, file = output?.FullName, pairs = output is null ? lines : null },
            () => Console.Error.WriteLine($"{lines.Count} links between {a.Ids.Count} and {b.Ids.Count} records."));
    }
}
