//! Invented names. Forenames and surnames are common English words and names, put together by
//! number; a match with a living person is chance.

/// Forenames of pupils.
pub const FORENAMES: [&str; 60] = [
    "Ada", "Alfie", "Amber", "Anya", "Archie", "Aria", "Ben", "Bella", "Blake", "Cara", "Caleb",
    "Chloe", "Dara", "Devi", "Dylan", "Eden", "Ella", "Elliot", "Esme", "Evan", "Faith", "Finn",
    "Flora", "Freya", "Gabe", "Grace", "Hana", "Harry", "Hope", "Imran", "Iris", "Isla", "Ivy",
    "Jack", "Jade", "Jonah", "Kai", "Kira", "Leo", "Lily", "Luca", "Maya", "Mila", "Mo", "Nina",
    "Noah", "Nora", "Omar", "Orla", "Oscar", "Poppy", "Rafi", "Rory", "Rosa", "Sam", "Tara",
    "Theo", "Uma", "Yusuf", "Zara",
];

/// Surnames of pupils: trades, trees and places, so that none points at a family.
pub const SURNAMES: [&str; 50] = [
    "Alder", "Applegarth", "Ashdown", "Beckford", "Birch", "Bracken", "Bridger", "Brookes",
    "Carver", "Chandler", "Clover", "Cooperson", "Cresswell", "Dale", "Dyer", "Elmsworth", "Fallow",
    "Fenwick", "Fletcher", "Garland", "Greenway", "Hartwood", "Hazel", "Heathcote", "Holloway",
    "Hurst", "Juniper", "Kestrel", "Larkin", "Linden", "Marlow", "Meadows", "Millward", "Nettle",
    "Oakes", "Orchard", "Penrose", "Quarry", "Redfern", "Rowan", "Rushton", "Sawyer", "Sorrel",
    "Thornbury", "Tiller", "Underhill", "Vale", "Wainwright", "Weaver", "Willows",
];
