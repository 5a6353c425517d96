using System.Collections.Concurrent;
using System.Reflection;

namespace Spmis.Kernel.History;

/// <summary>A secret: its value never enters the history, which many may read and nobody may edit. That the row changed is recorded all the same.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotInHistoryAttribute : Attribute
{
    private static readonly ConcurrentDictionary<PropertyInfo, bool> Marked = new();

    internal static bool Marks(PropertyInfo? property) => property is not null && Marked.GetOrAdd(property, p => p.IsDefined(typeof(NotInHistoryAttribute), inherit: true));
}
