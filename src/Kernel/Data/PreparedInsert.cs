using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Spmis.Kernel.Data;

/// <summary>
/// Inserts many rows on SQLite by one prepared command, a value converted exactly as EF's own mapping converts it. SQLite runs in the process: there is no round trip to save by writing
/// many rows into one statement, and a statement prepared once is cheaper than a long one parsed each time. What it needs to know of an entity type is found out once.
/// </summary>
internal sealed class PreparedInsert
{
    private static readonly ConditionalWeakTable<IEntityType, PreparedInsert> Known = [];

    private readonly string sql;
    private readonly Column[] columns;

    private PreparedInsert(string sql, Column[] columns) => (this.sql, this.columns) = (sql, columns);

    /// <summary>The way for an entity type; null where a row is more than its own properties in one table, so that another way must be taken.</summary>
    public static PreparedInsert? For(ModuleDb db, Type type)
    {
        if (db.Model.FindEntityType(type) is not { } entity || !IsPlain(entity))
        {
            return null;
        }

        return Known.GetValue(entity, e => Make(db, e));
    }

    /// <summary>Inserts the rows in the context's open transaction.</summary>
    public void Insert<T>(ModuleDb db, IReadOnlyCollection<T> rows, CancellationToken ct)
        where T : class
    {
        using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = sql;
        var parameters = Array.ConvertAll(columns, c => c.Parameter(command));
        command.Parameters.AddRange(parameters);
        command.Prepare();
        foreach (var row in rows)
        {
            ct.ThrowIfCancellationRequested();
            for (var n = 0; n < parameters.Length; n++)
            {
                parameters[n].Value = columns[n].Value(row);
            }

            command.ExecuteNonQuery();
        }
    }

    // No inheritance, nothing owned or complex, no column without a member of the class, one table.
    private static bool IsPlain(IEntityType entity) =>
        entity.BaseType is null && !entity.GetDirectlyDerivedTypes().Any() && !entity.IsOwned() && !entity.GetNavigations().Any(n => n.ForeignKey.IsOwnership) && !entity.GetComplexProperties().Any()
        && entity.GetTableMappings().Count() == 1 && entity.GetProperties().All(p => !p.IsShadowProperty() && p.GetComputedColumnSql() is null);

    private static PreparedInsert Make(ModuleDb db, IEntityType entity)
    {
        var quote = db.GetService<ISqlGenerationHelper>();
        var table = entity.GetTableMappings().Single().Table;
        Column[] columns = [.. entity.GetProperties().Where(p => !IsNumbered(p)).Select((p, n) => new Column(p, $"@p{n}"))];
        var names = columns.Select(c => quote.DelimitIdentifier(table.FindColumn(c.Property)?.Name ?? throw new InvalidOperationException($"{entity.DisplayName()}.{c.Property.Name} has no column.")));
        return new($"INSERT INTO {quote.DelimitIdentifier(table.Name, table.Schema)} ({string.Join(", ", names)}) VALUES ({string.Join(", ", columns.Select(c => c.Name))})", columns);
    }

    /// <summary>A whole-number key that the database gives.</summary>
    private static bool IsNumbered(IProperty property) =>
        property.ValueGenerated == ValueGenerated.OnAdd && property.IsPrimaryKey() && (property.ClrType == typeof(long) || property.ClrType == typeof(int));

    private sealed class Column(IProperty property, string name)
    {
        private readonly IClrPropertyGetter getter = property.GetGetter();
        private readonly RelationalTypeMapping mapping = property.GetRelationalTypeMapping();
        private readonly ValueConverter? converter = property.GetRelationalTypeMapping().Converter;

        public IProperty Property => property;

        public string Name => name;

        public DbParameter Parameter(DbCommand command) => mapping.CreateParameter(command, name, null, property.IsNullable);

        public object Value(object row)
        {
            var value = getter.GetClrValue(row);
            return (converter is null || value is null ? value : converter.ConvertToProvider(value)) ?? DBNull.Value;
        }
    }
}
