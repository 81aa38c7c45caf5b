"""Made-up names of customers, and the people who work at the sample utility."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from cashier_app.domain.utility import Role


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_GIVEN = _names("""
Aarav Abdul Abena Adaeze Aditi Ahmad Aisha Akash Alejandro Amara Ambika Amir Ana Anand Anil
Anita Anjali Antonio Arjun Arun Asha Ayesha Babak Bashir Beatriz Bina Bipin Carlos Chandra Chidi
Chitra Daniel Deepa Devika Dilip Dinesh Divya Elena Emeka Esther Farah Farid Fatima Gauri Geeta
Gopal Grace Hamid Hana Harish Hassan Hema Ibrahim Ines Ingrid Isha Ishaan Jamila Javed Jaya João
Jorge José Joy Jyoti Kamal Kamala Karan Karim Karina Kartik Kavita Khalid Kiran Kofi Kumar Kwame
Lakshmi Lata Leela Li Lina Luís Mahesh Manoj María Maryam Meera Mehdi Mei Ming Mira Mohan
Mohammed Mukesh Nadia Naveen Neha Nikhil Nirmala Noor Olga Omar Pablo Padma Parvati Petra Pooja
Prakash Priya Radha Rahim Rahul Raj Rajesh Rakesh Ram Ramesh Rana Ravi Rekha René Rita Rohit
Rosa Sabina Salma Samir Sandeep Sanjay Sara Sarita Satish Shanti Sharmila Shyam Simon Sita Sofía
Sunil Sunita Suresh Tariq Tara Thomas Uma Usha Vijay Vikram Vinod Wanjiru Wei Yasmin Yusuf
Zainab Zoë Željko Łukasz Øyvind Ümit
""")
_FAMILY = _names("""
Acharya Adeyemi Agarwal Ahmed Akhtar Ali Anand Ansari Asante Aziz Banerjee Basnet Begum Bhandari
Bhat Bhatt Biswas Bose Chakraborty Chan Chatterjee Chaudhary Chen Chettri Chowdhury Costa Das
Desai Deshpande Devi Dhakal Diallo Dutta Fernandes Fernando García Ghosh Gill González Gupta
Gurung Gómez Haidar Hassan Hossain Huang Hussain Ibrahim Islam Iyer Jadhav Jain Jha Joshi Kamau
Kapoor Karim Karki Kaur Khan Khatun Koirala Kulkarni Kumar Lama Li Lim Lopes Magar Mahato
Maharjan Malik Mandal Mehta Mensah Menon Mishra Mondal Mukherjee Müller Nair Nandi Naidu Nayak
Ncube Nguyen Novák Núñez Okafor Okeke Osei Otieno Panday Pandey Patel Patil Paudel Pereira
Pillai Prasad Rahman Rai Rajan Rana Rao Rathod Reddy Roy Saha Sahu Sarkar Sen Shah Shaikh Sharma
Shetty Shrestha Silva Singh Sinha Solanki Subedi Tamang Thapa Thomas Tiwari Torres Tran Uddin
Varma Verma Wang Yadav Yılmaz Zaman Zhang Šimić
""")
_OTHER_SCRIPTS = (
    "सुनीता शर्मा", "रमेश यादव", "गीता देवी", "मोहन लाल गुप्ता", "अनिल कुमार", "कमला थापा",
    "محمد حسين", "فاطمة الزهراء", "عبد الرحمن", "ليلى أحمد", "يوسف خان", "زينب علي",
)  # fmt: skip
_TRADES = (
    "Medical Hall", "Tea House", "Electricals", "Bakery", "Book Depot", "Tailors", "Sweets",
    "General Store", "Hardware", "Photo Studio", "Cycle Works", "Vegetable Mart", "Salon",
    "Printing Press", "Dairy", "Furniture", "Mobile Centre", "Lodge", "Clinic", "Tutorials",
)  # fmt: skip
_WORKS = (
    "Rice Mill", "Cold Storage", "Cement Products", "Sheet Metal Works", "Jute Mills",
    "Ceramic Tiles", "Oil Mill", "Foundry", "Plastic Packaging", "Textile Processing",
    "Flour Mill", "Paper Mill", "Steel Rolling Mills", "Food Processing", "Granite Works",
)  # fmt: skip
_PLACES = (
    "Rivergate", "Lotus", "Canal Side", "Himal", "New Bharat", "Eastern", "Green Valley",
    "Sunrise", "Ganga", "Star", "Golden", "City", "National", "Everest", "Crescent",
)  # fmt: skip
_ENDINGS = ("Private Limited", "and Sons", "Brothers", "Enterprises", "Limited", "Cooperative")
_INSTRUCTIONS = (
    "Reads lips: face the customer.",
    "Receipt also in the name of the tenant.",
    "Ask for the new phone number.",
    "Bill goes to the caretaker on the ground floor.",
)


def person_name(random: Random) -> str:
    """Mostly two words; common names come more often, so that namesakes exist."""
    if random.random() < 0.012:
        return random.choice(_OTHER_SCRIPTS)
    given = _skewed(random, _GIVEN)
    if random.random() < 0.06:
        given = f"{given} {_skewed(random, _GIVEN)}"
    return f"{given} {_skewed(random, _FAMILY)}"


def _skewed(random: Random, names: Sequence[str]) -> str:
    if random.random() < 0.3:
        return names[random.randrange(0, len(names), 7)]
    return random.choice(names)


def shop_name(random: Random) -> str:
    """A small business."""
    owner = random.choice(_FAMILY) if random.random() < 0.6 else random.choice(_PLACES)
    return f"{owner} {random.choice(_TRADES)}"


def works_name(random: Random) -> str:
    """A factory."""
    return f"{random.choice(_PLACES)} {random.choice(_WORKS)} {random.choice(_ENDINGS)}"


def phone_number(random: Random) -> str:
    """A mobile number, digits only."""
    return f"0{random.choice('6789')}{random.randrange(10**8):08d}"


def instruction(random: Random) -> str:
    """What the counter should know, for a few customers."""
    return random.choice(_INSTRUCTIONS) if random.random() < 0.01 else ""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody who may sign in to the demo. These passwords exist nowhere else."""

    user_name: str
    full_name: str
    role: Role
    password: str


DEMO_PASSWORD = "rivergate"  # noqa: S105 - stands on the demo's sign-in screen
_STAFF = (
    ("amina", "Amina Rahman", Role.CASHIER),
    ("rana", "Rana Das", Role.CASHIER),
    ("joseph", "Joseph Mensah", Role.CASHIER),
    ("liwei", "Li Wei", Role.CASHIER),
    ("maya", "Maya Thapa", Role.CASHIER),
    ("tomas", "Tomas Okoye", Role.SUPERVISOR),
    ("nirmala", "Nirmala Joshi", Role.CLERK),
    ("asha", "Asha Pillai", Role.AUDITOR),
    ("david", "David Fernandes", Role.ADMINISTRATOR),
)


def demo_people() -> tuple[DemoPerson, ...]:
    """The people of the demo's sign-in screen, cashiers first."""
    return tuple(DemoPerson(user, name, role, DEMO_PASSWORD) for user, name, role in _STAFF)


def cashiers(count: int, seed_random: Random) -> tuple[tuple[str, str], ...]:
    """(user name, full name) of `count` cashiers: the demo's own, then made-up ones."""
    known = [(user, name) for user, name, role in _STAFF if role is Role.CASHIER]
    more = (
        (f"cashier{number:03d}", person_name(seed_random))
        for number in range(len(known) + 1, count + 1)
    )
    return tuple([*known, *more][: max(count, len(known))])
