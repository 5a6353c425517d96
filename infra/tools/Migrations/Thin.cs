using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Spmis.Kernel.Data;

/// <summary>
/// A migration's second file repeats the whole model as it was then, thousands of lines that everybody compiles at every build. It is read only
/// to write SQL whose statement does not say all itself, such as a table that SQLite has to build anew. Where the SQL is the same without it, up
/// and down, the file keeps no more than the migration's name and the version it was written by.
/// </summary>
internal static class Thin
{
    /// <summary>Thins one module's migrations on one provider.</summary>
    /// <param name="db">The module's database.</param>
    /// <param name="folder">Where its migrations are.</param>
    /// <returns>How many files became short, and how many have to stay long.</returns>
    public static (int Thinned, int Needed) Apply(ModuleDb db, string folder)
    {
        var assembly = db.GetService<IMigrationsAssembly>();
        var migrations = assembly.Migrations.Select(m => (Id: m.Key, Migration: assembly.CreateMigration(m.Value, db.Database.ProviderName!))).ToList(); // A provider is always set.
        var (thinned, needed) = (0, 0);
        for (var i = 0; i < migrations.Count; i++)
        {
            var (id, migration) = migrations[i];
            if (!migration.TargetModel.GetEntityTypes().Any())
            {
                continue;
            }

            // Going down from a migration ends in the model of the one before it.
            var next = i + 1 < migrations.Count ? migrations[i + 1].Migration : null;
            if (NeedsModel(db, migration.UpOperations, migration) || (next is not null && NeedsModel(db, next.DownOperations, migration)))
            {
                needed++;
                continue;
            }

            Shorten(Path.Combine(folder, $"{id}.Designer.cs"));
            thinned++;
        }

        return (thinned, needed);
    }

    private static bool NeedsModel(ModuleDb db, IReadOnlyList<MigrationOperation> operations, Migration migration) =>
        Sql(db, operations, migration.TargetModel) != Sql(db, operations, new Bare(migration.TargetModel.GetProductVersion()).TargetModel);

    private static string Sql(ModuleDb db, IReadOnlyList<MigrationOperation> operations, IModel model)
    {
        try
        {
            var sql = string.Join('\n', db.GetService<IMigrationsSqlGenerator>().Generate(operations, db.GetService<IModelRuntimeInitializer>().Initialize(model)).Select(c => c.CommandText));
            return Regex.Replace(sql, @"@var\d+", "@var"); // SQL Server's are numbered on and on.
        }
        catch (Exception e) when (e is InvalidOperationException or NotSupportedException)
        {
            return $"cannot: {e.Message}";
        }
    }

    private static void Shorten(string file)
    {
        var lines = File.ReadAllLines(file);
        var from = Array.FindIndex(lines, l => l.Contains("void BuildTargetModel", StringComparison.Ordinal)) + 2;
        var end = Array.FindLastIndex(lines, l => l.Contains("#pragma warning restore", StringComparison.Ordinal));
        if (end < 0)
        {
            return; // Thinned before, and not built since.
        }

        string[] unused = ["using System;", "using Microsoft.EntityFrameworkCore.Metadata;", "using Microsoft.EntityFrameworkCore.Storage.ValueConversion;", "using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;", "#pragma warning disable 612, 618"];
        var version = lines.First(l => l.Contains("HasAnnotation(\"ProductVersion\"", StringComparison.Ordinal)).Split('"')[3];
        File.WriteAllLines(file, lines[..from].Append($"            modelBuilder.HasAnnotation(\"ProductVersion\", \"{version}\");").Concat(lines[(end + 1)..]).Where(l => !unused.Contains(l)));
    }

    private sealed class Bare(string? version) : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
        }

        protected override void BuildTargetModel(ModelBuilder modelBuilder) => modelBuilder.HasAnnotation("ProductVersion", version);
    }
}
