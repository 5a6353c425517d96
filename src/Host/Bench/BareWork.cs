using System.Data.Common;
using System.Diagnostics;
using System.Xml;
using Microsoft.EntityFrameworkCore;

namespace Spmis.Host.Bench;

/// <summary>
/// The least any program could do for the same outcome on the same disk: prepared inserts and updates of the very rows a step committed, a thousand to a transaction, into a copy of the
/// database with the same indexes and settings; an XmlWriter of the very elements of a file; an XmlReader over it. Reading the rows to be written is not counted.
/// </summary>
/// <param name="source">The database the step worked on.</param>
/// <param name="target">A copy of it as it was when empty.</param>
internal sealed class BareWork(DbConnection source, DbConnection target)
{
    private const int Rows = 1000;
    private const long NoRowId = -1; // Of a table in the order of its key all rows are copied.
    private const int Nodes = 20_000;
    private const long SliceBytes = 4_000_000;
    private TimeSpan cpu;

    /// <summary>Processor time of the inserts and updates since this was asked last.</summary>
    public double TakeCpuSeconds()
    {
        var seconds = Math.Round(cpu.TotalSeconds, 2);
        cpu = TimeSpan.Zero;
        return seconds;
    }

    /// <summary>A copy of a module's database as it is now, in a folder, with the settings the product writes with.</summary>
    public static async Task<DbConnection> EmptyCopyAsync(DbContext db, DirectoryInfo folder, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        var empty = Path.Combine(folder.FullName, "bare.db");
        await db.Database.ExecuteSqlAsync($"VACUUM INTO {empty}", ct);
        var target = DbProviderFactories.GetFactory(db.Database.GetDbConnection())?.CreateConnection() ?? throw new InvalidOperationException("This provider opens no second connection.");
        target.ConnectionString = $"Data Source={empty}";
        await target.OpenAsync(ct);
        await using var settings = target.CreateCommand();
        settings.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=FILE; PRAGMA cache_size=-4000;";
        await settings.ExecuteNonQueryAsync(ct);
        return target;
    }

    /// <summary>The rows every table had at a moment.</summary>
    public async Task<IReadOnlyDictionary<string, long>> MarksAsync(CancellationToken ct)
    {
        List<string> tables = [];
        await using var list = Command(source, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'migrations'");
        await using (var reader = await list.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                tables.Add(reader.GetString(0));
            }
        }

        Dictionary<string, long> marks = [];
        foreach (var table in tables)
        {
            if (await HasNoRowIdAsync(table, ct))
            {
                marks[table] = NoRowId;
                continue;
            }

            await using var max = Command(source, $"SELECT COALESCE(MAX(rowid), 0) FROM \"{table}\"");
            marks[table] = (long)(await max.ExecuteScalarAsync(ct) ?? 0L);
        }

        return marks;
    }

    /// <summary>Inserts all rows that are new since a moment.</summary>
    public async Task<double> InsertsAsync(IReadOnlyDictionary<string, long> since, CancellationToken ct)
    {
        var seconds = 0.0;
        foreach (var (table, mark) in since)
        {
            await using var rows = Command(source, mark == NoRowId ? $"SELECT * FROM \"{table}\"" : $"SELECT * FROM \"{table}\" WHERE rowid > {mark} ORDER BY rowid");
            seconds += await CopyAsync(rows, columns => $"INSERT OR REPLACE INTO \"{table}\" VALUES ({string.Join(", ", columns.Select((_, n) => $"@p{n}"))})", ct);
        }

        return seconds;
    }

    /// <summary>Sets the columns a step changed, found by the row's first column.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The key, then what was changed.</param>
    /// <param name="where">Which rows were changed.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<double> UpdatesAsync(string table, IReadOnlyList<string> columns, string where, CancellationToken ct)
    {
        await using var rows = Command(source, $"SELECT {string.Join(", ", columns.Select(c => $"\"{c}\""))} FROM \"{table}\" WHERE {where} ORDER BY rowid");
        return await CopyAsync(rows, _ => $"UPDATE \"{table}\" SET {string.Join(", ", columns.Skip(1).Select((c, n) => $"\"{c}\" = @p{n + 1}"))} WHERE \"{columns[0]}\" = @p0", ct);
    }

    /// <summary>One grouped sum over the payments.</summary>
    public async Task<double> SumAsync(IReadOnlyList<string> by, CancellationToken ct)
    {
        var keys = string.Join(", ", by.Select(c => $"\"{c}\""));
        var watch = Stopwatch.StartNew();
        await using var sum = Command(source, $"SELECT COUNT(*), SUM(\"AmountMinor\"), {keys} FROM \"instructions\" GROUP BY {keys}");
        await using var reader = await sum.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            _ = reader.GetInt64(0);
        }

        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>Writes the elements of an XML file once more.</summary>
    public static double WriteXml(string from, string to)
    {
        using var reader = XmlReader.Create(from);
        using var file = File.Create(to);
        var watch = new Stopwatch();
        watch.Start();
        using var writer = XmlWriter.Create(file);
        watch.Stop();
        var nodes = new List<(XmlNodeType Type, string Name, string Text, string Space, bool Empty)>(Nodes);
        bool more;
        do
        {
            nodes.Clear();
            while ((more = reader.Read()) && nodes.Count < Nodes)
            {
                nodes.Add((reader.NodeType, reader.LocalName, reader.Value, reader.NamespaceURI, reader.IsEmptyElement));
                for (var a = 0; reader.NodeType == XmlNodeType.Element && a < reader.AttributeCount; a++)
                {
                    reader.MoveToAttribute(a);
                    nodes.Add((XmlNodeType.Attribute, reader.Name, reader.Value, "", false));
                    reader.MoveToElement();
                }
            }

            watch.Start();
            nodes.ForEach(n => Write(writer, n.Type, n.Name, n.Text, n.Space));
            watch.Stop();
        }
        while (more);
        watch.Start();
        writer.Flush();
        file.Flush(flushToDisk: true);
        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>Reads an XML file to its end.</summary>
    public static double ReadXml(string path)
    {
        var watch = Stopwatch.StartNew();
        using var reader = XmlReader.Create(path);
        while (reader.Read())
        {
        }

        return watch.Elapsed.TotalSeconds;
    }

    private static void Write(XmlWriter writer, XmlNodeType type, string name, string text, string space)
    {
        switch (type)
        {
            case XmlNodeType.Element: writer.WriteStartElement(name, space); break;
            case XmlNodeType.EndElement: writer.WriteEndElement(); break;
            case XmlNodeType.Attribute when name != "xmlns": writer.WriteAttributeString(name, text); break;
            case XmlNodeType.Text: writer.WriteString(text); break;
            default: break; // White space and the declaration.
        }
    }

    private async Task<double> CopyAsync(DbCommand rows, Func<IReadOnlyList<string>, string> sql, CancellationToken ct)
    {
        await using var reader = await rows.ExecuteReaderAsync(ct);
        var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();
        await using var write = Command(target, sql(columns));
        foreach (var n in Enumerable.Range(0, columns.Count))
        {
            var parameter = write.CreateParameter();
            parameter.ParameterName = $"@p{n}";
            write.Parameters.Add(parameter);
        }

        var watch = new Stopwatch();
        List<object[]> slice = [];
        var (more, inTransaction) = (true, 0);
        while (more)
        {
            slice.Clear();
            // A slice is bounded in what it holds, not only in rows: a message about a thousand payments is a row of half a megabyte.
            for (var held = 0L; slice.Count + inTransaction < Rows && held < SliceBytes && (more = await reader.ReadAsync(ct));)
            {
                var row = new object[columns.Count];
                reader.GetValues(row);
                slice.Add(row);
                held += row.Sum(SizeOf);
            }

            inTransaction += slice.Count;
            var before = Environment.CpuUsage.TotalTime;
            watch.Start();
            Insert(write, slice);
            if (inTransaction == Rows || !more)
            {
                write.Transaction?.Commit();
                write.Transaction?.Dispose();
                (write.Transaction, inTransaction) = (null, 0);
            }

            watch.Stop();
            cpu += Environment.CpuUsage.TotalTime - before;
        }

        return watch.Elapsed.TotalSeconds;
    }

    private static long SizeOf(object value) => value switch { string text => 2L * text.Length, byte[] bytes => bytes.Length, _ => 8 };

    private void Insert(DbCommand write, List<object[]> rows)
    {
        write.Transaction ??= target.BeginTransaction();
        foreach (var row in rows)
        {
            for (var n = 0; n < row.Length; n++)
            {
                write.Parameters[n].Value = row[n];
            }

            write.ExecuteNonQuery();
        }
    }

    private async Task<bool> HasNoRowIdAsync(string table, CancellationToken ct)
    {
        await using var ask = Command(source, $"SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = '{table}'");
        return await ask.ExecuteScalarAsync(ct) is 1L;
    }

    private static DbCommand Command(DbConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
