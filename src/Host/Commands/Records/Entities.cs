using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Spmis.Host.Commands.Records;

/// <summary>Who each record is, four bytes a record, as the dictionary that evaluation reads.</summary>
internal sealed class Entities(int[] entityOf) : IReadOnlyDictionary<Guid, string>
{
    public int Count => entityOf.Length;

    public IEnumerable<Guid> Keys => Enumerable.Range(0, Count).Select(RecordTable.IdOf);

    public IEnumerable<string> Values => entityOf.Select(e => e.ToString(CultureInfo.InvariantCulture));

    public string this[Guid key] => entityOf[RecordTable.PlaceOf(key)].ToString(CultureInfo.InvariantCulture);

    public bool ContainsKey(Guid key) => (uint)RecordTable.PlaceOf(key) < (uint)Count;

    public bool TryGetValue(Guid key, [MaybeNullWhen(false)] out string value)
    {
        value = ContainsKey(key) ? this[key] : null;
        return value is not null;
    }

    public IEnumerator<KeyValuePair<Guid, string>> GetEnumerator() => Keys.Select(k => KeyValuePair.Create(k, this[k])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
