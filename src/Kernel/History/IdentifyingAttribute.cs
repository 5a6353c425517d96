using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Spmis.Kernel.History;

/// <summary>A number, telephone or account by which a person is known or paid. It stands in the history in full, and who lacks <see cref="Access.IdentifierMask.Permission"/> is shown its end only.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class IdentifyingAttribute : Attribute
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<string>> Columns = new();

    /// <summary>The columns so marked of an entity, by the names they have in the history.</summary>
    /// <param name="model">The module's model.</param>
    /// <param name="entity">The name of the entity in the history.</param>
    public static IReadOnlySet<string> Of(IModel model, string entity) =>
        model.GetEntityTypes().Where(e => e.ClrType.Name == entity).SelectMany(e => Columns.GetOrAdd(e.ClrType, Read)).ToHashSet(StringComparer.Ordinal);

    private static IReadOnlyList<string> Read(Type type) =>
        [.. type.GetProperties().Where(p => p.IsDefined(typeof(IdentifyingAttribute), inherit: true)).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name))];
}
