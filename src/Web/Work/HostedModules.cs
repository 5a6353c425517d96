using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;

namespace Spmis.Web.Work;

/// <summary>The Kernel's tables of every module hosted here, read as one list. No module's own table is touched.</summary>
public sealed class HostedModules(IServiceProvider services, IEnumerable<IModule> modules)
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 25;

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names { get; } = [.. modules.Select(m => m.Name).Order(StringComparer.Ordinal)];

    /// <summary>The database of one of them.</summary>
    /// <exception cref="Refused">No such module is hosted here.</exception>
    public ModuleDb Db(string module) => Names.Contains(module) ? services.GetRequiredKeyedService<ModuleDb>(module) : throw new Refused("module.unknown", $"There is no module '{module}' here.");

    /// <summary>A page of rows of all modules (or of one), the newest first.</summary>
    /// <param name="module">Only this one; blank for all.</param>
    /// <param name="after">The key of the last row shown before, or null.</param>
    /// <param name="rows">The rows of one module, with their time and number.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<WorkPage<T>> NewestAsync<T>(string? module, string? after, Func<ModuleDb, IQueryable<Dated<T>>> rows, CancellationToken ct)
    {
        var (key, looked) = (WorkKey.Read(after), services.GetRequiredService<PersonsShown>());
        List<Found<T>> found = [];
        looked.IsChoosing = true;
        foreach (var name in Names.Where(n => string.IsNullOrEmpty(module) || n == module))
        {
            var page = await Behind(rows(Db(name)), name, key).OrderByDescending(d => d.At).ThenByDescending(d => d.Id).Take(PageSize + 1).ToListAsync(ct);
            found.AddRange(page.Select(d => new Found<T>(name, d.Row, new WorkKey(d.At, name, d.Id))));
        }

        var shown = found.OrderByDescending(f => f.Key.At).ThenBy(f => f.Module, StringComparer.Ordinal).ThenByDescending(f => f.Key.Id).Take(PageSize).ToList();
        looked.IsChoosing = false;
        shown.ForEach(f => looked.AddRow(f.Row));
        return new WorkPage<T>(shown, found.Count > PageSize ? shown[^1].Key.ToString() : null);
    }

    // At the same instant the modules follow by name and within a module the newer number comes first.
    private static IQueryable<Dated<T>> Behind<T>(IQueryable<Dated<T>> rows, string module, WorkKey? key)
    {
        if (key is not { } last)
        {
            return rows;
        }

        var (at, id) = (last.At, last.Id);
        return string.CompareOrdinal(module, last.Module) switch
        {
            > 0 => rows.Where(d => d.At <= at),
            < 0 => rows.Where(d => d.At < at),
            _ => rows.Where(d => d.At < at || (d.At == at && d.Id < id)),
        };
    }
}

/// <summary>A row with what lists are sorted by.</summary>
public sealed class Dated<T>
{
    /// <summary>When.</summary>
    public required DateTime At { get; init; }

    /// <summary>Its number in its module.</summary>
    public required long Id { get; init; }

    /// <summary>The row.</summary>
    public required T Row { get; init; }
}

/// <summary>A row and its module.</summary>
public sealed record Found<T>(string Module, T Row, WorkKey Key);

/// <summary>Rows shown, and the key with which the next page begins.</summary>
public sealed record WorkPage<T>(IReadOnlyList<Found<T>> Rows, string? Next)
{
    /// <summary>Nothing.</summary>
    public static WorkPage<T> None { get; } = new([], null);
}

/// <summary>A row's place in a list over all modules.</summary>
public readonly record struct WorkKey(DateTime At, string Module, long Id)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else, which begins at the first page.</summary>
    public static WorkKey? Read(string? text) =>
        text?.Split('.') is [var ticks, var module, var id]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTime.MaxValue.Ticks
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new WorkKey(new DateTime(at, DateTimeKind.Utc), module, number)
            : null;

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.Ticks}.{Module}.{Id}");
}
