using System.Globalization;
using DuckDB.NET.Data;
using Spmis.Linkage;
using Spmis.Linkage.Normalising;

namespace Spmis.Benchmarks.LinkageSpeed;

/// <summary>The folded texts of a register as a DuckDB table, with the stored blocking keys beside them.</summary>
internal static class DuckPersons
{
    private const string Name = "STRUCT(t VARCHAR, c VARCHAR, k VARCHAR, v BOOLEAN, h UBIGINT, w UBIGINT[])";

    /// <summary>Opens a database in memory with the tables persons and keys.</summary>
    public static DuckDBConnection Load(LinkageRegister register, LinkageModel model)
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        Run(connection, ModelSql.Macros);
        var file = Path.GetTempFileName();
        var keys = Path.GetTempFileName();
        try
        {
            Write(register, model, file, keys);
            Run(connection, $$"""
                CREATE TABLE persons AS SELECT * FROM read_json('{{file}}', format = 'newline_delimited', columns = {
                    i: 'INTEGER', fp: 'UBIGINT', given: '{{Name}}', middle: '{{Name}}', family: '{{Name}}', mother: '{{Name}}',
                    born: 'VARCHAR', born_full: 'BOOLEAN', sex: 'VARCHAR', national_id: 'VARCHAR', id_generic: 'BOOLEAN', phone: 'VARCHAR', phone_generic: 'BOOLEAN',
                    email: 'VARCHAR', email_generic: 'BOOLEAN', address: 'VARCHAR', village: 'VARCHAR', postcode: 'VARCHAR', district: 'VARCHAR', household: 'VARCHAR',
                    f: 'STRUCT(given INTEGER, given_class INTEGER, middle INTEGER, middle_class INTEGER, family INTEGER, family_class INTEGER, middle_family INTEGER, middle_family_class INTEGER, village INTEGER)'});
                CREATE TABLE keys AS SELECT * FROM read_csv('{{keys}}', header = false, columns = {'key': 'BIGINT', 'i': 'INTEGER'});
                """);
        }
        finally
        {
            File.Delete(file);
            File.Delete(keys);
        }

        return connection;
    }

    public static void Run(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Pairs by row, with their weights.</summary>
    public static Dictionary<(int I, int J), int> Pairs(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var pairs = new Dictionary<(int, int), int>();
        while (reader.Read())
        {
            pairs[(reader.GetInt32(0), reader.GetInt32(1))] = reader.GetInt32(2);
        }

        return pairs;
    }

    private static void Write(LinkageRegister register, LinkageModel model, string file, string keyFile)
    {
        var generic = model.Generic.Select(h => Convert.ToUInt64(h, 16)).ToHashSet();
        using var lines = new StreamWriter(file);
        using var keyLines = new StreamWriter(keyFile);
        for (var i = 0; i < register.Count; i++)
        {
            var p = register[i];
            lines.WriteLine(System.Text.Json.JsonSerializer.Serialize(new
            {
                i,
                fp = p.Fingerprint,
                given = Part(p.Given),
                middle = Part(p.Middle),
                family = Part(p.Family),
                mother = Part(p.Mother),
                born = p.Born.IsKnown ? p.Born.Digits.ToString("x8", CultureInfo.InvariantCulture) : null,
                born_full = p.Born.Precision == BirthPrecision.Day,
                sex = p.Sex?.ToString(),
                national_id = p.NationalId?.Text,
                id_generic = p.NationalId is not null && generic.Contains(p.NationalId.Hash),
                phone = p.Phone?.Text,
                phone_generic = p.Phone is not null && generic.Contains(p.Phone.Hash),
                email = p.Email?.Text,
                email_generic = p.Email is not null && generic.Contains(p.Email.Hash),
                address = p.Address?.Text,
                village = p.Village?.Text,
                postcode = p.Postcode?.Text,
                district = p.District?.Text,
                household = p.Household?.Text,
                f = new
                {
                    given = ModelSql.Adjustment(model, "given", p.Given?.Text),
                    given_class = ModelSql.Adjustment(model, "givenClass", p.Given?.Class),
                    middle = ModelSql.Adjustment(model, "given", p.Middle?.Text),
                    middle_class = ModelSql.Adjustment(model, "givenClass", p.Middle?.Class),
                    family = ModelSql.Adjustment(model, "family", p.Family?.Text),
                    family_class = ModelSql.Adjustment(model, "familyClass", p.Family?.Class),
                    middle_family = ModelSql.Adjustment(model, "family", p.Middle?.Text),
                    middle_family_class = ModelSql.Adjustment(model, "familyClass", p.Middle?.Class),
                    village = ModelSql.Adjustment(model, "village", p.Village?.Text),
                },
            }));
            foreach (var key in BlockingKeys.Of(p))
            {
                keyLines.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{key},{i}"));
            }
        }
    }

    private static object? Part(NamePart? name) => name is null ? null
        : new { t = name.Text, c = name.Class, k = name.Skeleton, v = name.WithoutVowels, h = name.Hash, w = name.Words };
}
