using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Kernel;

/// <summary>A row inserted in bulk is, byte for byte in the table, the row that the change tracker would have inserted: for every entity type of every module that a prepared command inserts.</summary>
public sealed class BulkInsertTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task BulkInsert_EveryPlainEntityTypeOfEveryModule_WritesWhatTheChangeTrackerWrites(bool empty)
    {
        Assert.SkipWhen(TestDatabase.Provider != DatabaseProvider.Sqlite, "a server's bulk insert is another one");
        await using var app = await SpmisApp.StartAsync();
        var compared = 0;
        foreach (var module in app.Services.GetServices<IModule>())
        {
            await using var scope = app.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module.Name);
            await db.Database.OpenConnectionAsync();
            await db.Database.ExecuteSqlRawAsync("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON"); // Rows stand alone here, and their values mean nothing.
            foreach (var entity in db.Model.GetEntityTypes().Where(IsPlain))
            {
                var task = (Task)typeof(BulkInsertTests).GetMethod(nameof(CompareAsync), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
                    .MakeGenericMethod(entity.ClrType).Invoke(null, [db, entity, empty])!;
                await task;
                compared++;
            }
        }

        compared.ShouldBeGreaterThan(50);
    }

    // What a prepared command can insert; anything else goes another way, which is not looked at here: that one cuts times to milliseconds.
    private static bool IsPlain(IEntityType e) =>
        e.BaseType is null && !e.GetDirectlyDerivedTypes().Any() && !e.IsOwned() && !e.GetNavigations().Any(n => n.ForeignKey.IsOwnership) && !e.GetComplexProperties().Any()
        && e.GetTableMappings().Count() == 1 && e.GetProperties().All(p => !p.IsShadowProperty() && p.GetComputedColumnSql() is null);

    private static async Task CompareAsync<T>(ModuleDb db, IEntityType entity, bool empty)
        where T : class
    {
        var table = entity.GetTableName()!;
        await using var transaction = await db.Database.BeginTransactionAsync();
        // What the start left behind may bear the same keys.
        await ExecuteAsync(db, $"DELETE FROM \"{table}\"");
        await db.BulkInsertAsync<T>([Make<T>(entity, empty)], default);
        var bulk = await RowAsync(db, entity, table);
        await ExecuteAsync(db, $"DELETE FROM \"{table}\"");
        db.Add(Make<T>(entity, empty));
        await db.SaveChangesAsync();
        var tracked = await RowAsync(db, entity, table);
        bulk.ShouldBe(tracked, $"{db.Module}.{table}");
        db.ChangeTracker.Clear();
        await transaction.RollbackAsync();
    }

    private static T Make<T>(IEntityType entity, bool empty)
        where T : class
    {
        var row = (T)RuntimeHelpers.GetUninitializedObject(typeof(T));
        foreach (var property in entity.GetProperties().Where(p => !IsNumbered(p)))
        {
            var value = empty && property.IsNullable ? null : Value(Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType, property.GetMaxLength() ?? 50);
            if (property.FieldInfo is { } field)
            {
                field.SetValue(row, value);
            }
            else
            {
                property.PropertyInfo!.SetValue(row, value);
            }
        }

        return row;
    }

    private static object Value(Type type, int length) => type switch
    {
        _ when type == typeof(string) => "Ängström 'ü' \"x\" ر"[..Math.Min(length < 0 ? 17 : length, 17)],
        _ when type == typeof(Guid) => new Guid("01234567-89ab-7def-8123-456789abcdef"),
        _ when type == typeof(DateTime) => new DateTime(2026, 7, 1, 9, 30, 15, 123, DateTimeKind.Utc).AddTicks(4567),
        _ when type == typeof(DateOnly) => new DateOnly(2026, 2, 28),
        _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(90.5),
        _ when type == typeof(Month) => new Month(2026, 7),
        _ when type == typeof(byte[]) => new byte[] { 0, 1, 254, 255 },
        _ when type == typeof(bool) => true,
        _ when type == typeof(int) => int.MinValue,
        _ when type == typeof(short) => (short)-7,
        _ when type == typeof(byte) => (byte)200,
        _ when type == typeof(long) => long.MaxValue,
        _ when type == typeof(decimal) => 1234567.0500m,
        _ when type == typeof(double) => 0.1,
        _ when type == typeof(float) => 0.5f,
        _ when type.IsEnum => Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!,
        _ => throw new NotSupportedException($"Give this test a value of {type}."),
    };

    private static bool IsNumbered(IProperty property) => property.ValueGenerated == ValueGenerated.OnAdd && property.IsPrimaryKey() && (property.ClrType == typeof(long) || property.ClrType == typeof(int));

    private static async Task<List<string>> RowAsync(ModuleDb db, IEntityType entity, string table)
    {
        var columns = entity.GetProperties().Where(p => !IsNumbered(p)).Select(p => p.GetColumnName()).ToList();
        await using var command = await CommandAsync(db, $"SELECT {string.Join(", ", columns.Select(c => $"typeof(\"{c}\") || ' ' || quote(\"{c}\")"))} FROM \"{table}\"");
        await using var reader = await command.ExecuteReaderAsync();
        (await reader.ReadAsync()).ShouldBeTrue(table);
        List<string> row = [.. columns.Select((c, n) => $"{c}: {reader.GetString(n)}")];
        (await reader.ReadAsync()).ShouldBeFalse(table);
        return row;
    }

    private static async Task ExecuteAsync(ModuleDb db, string sql)
    {
        await using var command = await CommandAsync(db, sql);
        await command.ExecuteNonQueryAsync();
    }

    private static Task<DbCommand> CommandAsync(ModuleDb db, string sql)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(db.Database.CurrentTransaction!);
        return Task.FromResult(command);
    }
}
