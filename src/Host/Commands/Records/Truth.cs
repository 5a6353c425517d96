using Spmis.Kernel.Acts;

namespace Spmis.Host.Commands.Records;

/// <summary>Which records are one person in truth: a column of the data, or a file of id and cluster. Used to measure, never to train.</summary>
internal sealed record Truth(string? Column, FileInfo? File)
{
    /// <summary>Decides what the word of <c>--truth</c> is.</summary>
    /// <exception cref="Refused">Neither a column nor a file.</exception>
    public static async Task<Truth> OfAsync(string word, FileInfo data, CancellationToken ct)
    {
        if (await RecordFile.HasColumnAsync(data, word, ct))
        {
            return new Truth(word, null);
        }

        return System.IO.File.Exists(word)
            ? new Truth(null, new FileInfo(word))
            : throw new Refused("truth.unknown", $"--truth: '{word}' is neither a column of {data.FullName} nor a file.", "truth");
    }

    /// <summary>The entity of each record. A record of which the truth says nothing is a person of its own.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> ReadAsync(RecordTable table, CancellationToken ct)
    {
        var clusters = File is null ? table.Clusters : await OfFileAsync(File, table, ct);
        var entities = new Dictionary<Guid, string>(clusters.Count);
        for (var place = 0; place < clusters.Count; place++)
        {
            entities[RecordTable.IdOf(place)] = clusters[place].Length == 0 ? $"\u0001{place}" : clusters[place];
        }

        var alone = clusters.Count(c => c.Length == 0);
        if (alone > 0)
        {
            table.Warnings.Add($"The truth says nothing of {alone} records; each is taken as a person of its own.");
        }

        return entities;
    }

    private static async Task<List<string>> OfFileAsync(FileInfo file, RecordTable table, CancellationToken ct)
    {
        var columns = await ColumnsAsync(file, ct);
        var places = table.Ids.Select((id, place) => (id, place)).ToDictionary(p => p.id, p => p.place, StringComparer.Ordinal);
        var clusters = Enumerable.Repeat("", table.Ids.Count).ToList();
        var strangers = 0;
        await foreach (var row in RecordFile.RowsAsync(file, columns, table.Warnings, ct))
        {
            var (id, cluster) = (row[columns[0]], row[columns[1]]);
            if (!places.TryGetValue(id, out var place))
            {
                strangers++;
                continue;
            }

            if (clusters[place].Length > 0 && clusters[place] != cluster)
            {
                throw new Refused("truth.twice", $"{file.FullName}, line {row.LineNumber}: record '{id}' is in cluster '{cluster}' and in '{clusters[place]}'.", "truth");
            }

            clusters[place] = cluster;
        }

        if (strangers == 0 || clusters.Exists(c => c.Length > 0))
        {
            if (strangers > 0)
            {
                table.Warnings.Add($"{file.Name} tells of {strangers} records that are not in the data; they are left out.");
            }

            return clusters;
        }

        throw new Refused("truth.no-record", $"{file.FullName}: none of its ids in column '{columns[0]}' is an id of the data (such as '{table.Ids[0]}').", "truth");
    }

    /// <summary>Columns named id and cluster, else the first two.</summary>
    private static async Task<IReadOnlyList<string>> ColumnsAsync(FileInfo file, CancellationToken ct)
    {
        await using var stream = file.OpenRead();
        var headings = (await Kernel.Files.TabularFile.OpenAsync(stream, new Kernel.Files.TabularFormat { Columns = [] }, ct)).Headings;
        string? Named(string name) => headings.FirstOrDefault(h => string.Equals(h, name, StringComparison.OrdinalIgnoreCase));
        return headings.Count >= 2
            ? [Named("id") ?? headings[0], Named("cluster") ?? headings[1]]
            : throw new Refused("truth.columns", $"{file.FullName} needs two columns, id and cluster; its header is '{string.Join(',', headings)}'.", "truth");
    }
}
