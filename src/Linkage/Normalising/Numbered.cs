namespace Spmis.Linkage.Normalising;

/// <summary>
/// Things by number, from 1 on, and by the hash of what they were made of: the scorer knows texts by their hashes as well. Reading
/// takes no lock. Numbers stand in an open table of twelve bytes a place, because the nodes of a dictionary would take more memory
/// than the things themselves.
/// </summary>
/// <typeparam name="T">The things.</typeparam>
internal sealed class Numbered<T>
    where T : class
{
    private const int FirstRoom = 1024;
    private readonly Lock adding = new();
    private Table table = new(2 * FirstRoom); // Half full at most.
    private T?[] byNumber = new T?[FirstRoom];
    private int count = 1;

    /// <summary>One more than the greatest number.</summary>
    public int Count => Volatile.Read(ref count);

    public ReadOnlySpan<T?> All => Volatile.Read(ref byNumber).AsSpan(0, Count);

    public T? this[int number] => Volatile.Read(ref byNumber)[number];

    public T GetOrAdd<TFrom>(ulong hash, TFrom from, Func<int, TFrom, T> make)
    {
        if (Volatile.Read(ref table).Find(hash) is not 0 and var known && this[known] is { } thing)
        {
            return thing;
        }

        lock (adding)
        {
            if (table.Find(hash) is not 0 and var meanwhile && byNumber[meanwhile] is { } made)
            {
                return made;
            }

            if (count == byNumber.Length)
            {
                Grow();
            }

            // The thing comes before the place that leads to it, so that who finds the place finds the thing.
            made = make(count, from);
            byNumber[count] = made;
            table.Put(hash, count);
            Volatile.Write(ref count, count + 1);
            return made;
        }
    }

    private void Grow()
    {
        var longer = new T?[count * 2];
        byNumber.CopyTo(longer, 0);
        Volatile.Write(ref byNumber, longer);
        Volatile.Write(ref table, table.Doubled());
    }

    /// <summary>Numbers by hash. A number of 0 marks a free place; the hash of a place is written before its number.</summary>
    private sealed class Table(int room)
    {
        private readonly ulong[] hashes = new ulong[room]; // The room is a power of two.
        private readonly int[] numbers = new int[room];

        public int Find(ulong hash)
        {
            for (var at = First(hash); Volatile.Read(ref numbers[at]) is not 0 and var number; at = Next(at))
            {
                if (hashes[at] == hash)
                {
                    return number;
                }
            }

            return 0;
        }

        public void Put(ulong hash, int number)
        {
            var at = First(hash);
            while (numbers[at] != 0)
            {
                at = Next(at);
            }

            hashes[at] = hash;
            Volatile.Write(ref numbers[at], number);
        }

        public Table Doubled()
        {
            var wider = new Table(room * 2);
            for (var at = 0; at < room; at++)
            {
                if (numbers[at] != 0)
                {
                    wider.Put(hashes[at], numbers[at]);
                }
            }

            return wider;
        }

        private int First(ulong hash) => (int)hash & (room - 1);

        private int Next(int at) => (at + 1) & (room - 1);
    }
}
